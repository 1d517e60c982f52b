"""Worker versions: which runs a worker with new code may take over from one with old code."""

from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import WorkerDeploymentConfig

from worker.settings import WorkerSettings

_BEHAVIOURS = {
    "pinned": VersioningBehavior.PINNED,
    "auto_upgrade": VersioningBehavior.AUTO_UPGRADE,
}


def deployment(settings: WorkerSettings) -> WorkerDeploymentConfig | None:
    """None where no build is named: such workers take every run that no version has."""
    if settings.worker_build_id is None:
        return None
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(
            deployment_name=settings.worker_deployment, build_id=settings.worker_build_id
        ),
        use_worker_versioning=True,
        default_versioning_behavior=_BEHAVIOURS[settings.worker_versioning],
    )
