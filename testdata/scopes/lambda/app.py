def lambda_handler(event, context):  # runs: again per request
    return remember(event)


def remember(event):  # runs: again per request
    return event


def handler(event, context):  # runs: again per request
    return event


def other_handler(value):  # runs: as API
    return value
