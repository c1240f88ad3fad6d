"""Counters that other modules use."""

from opentelemetry import metrics

meter = metrics.get_meter(__name__)
jobs = meter.create_counter("jobs")
results = meter.create_counter("results")
