"""What is done apart from requests: duties that come round, and jobs that take time."""

from forms_app.worker.jobs import Progress, job_kind, start_job
from forms_app.worker.registry import ONCE_A_DAY, Duty, duties, duty, run_due

__all__ = ["ONCE_A_DAY", "Duty", "Progress", "duties", "duty", "job_kind", "run_due", "start_job"]
