JOB_QUEUE = "jobs"
ALERT_QUEUE = "alerts"
