"""A step as a person wants it to be tried again. Pure."""

from noria.acts import RetryStep
from noria.plan import Reads
from noria.run import Mend
from noria.steps.frame import Place


def mend_of(place: Place, retry: RetryStep, attempts: int) -> Mend:
    """What to try next: a changed config is another edition, a changed policy is not."""
    step = place.step
    if retry.step is not None:
        step = retry.step.model_copy(update={"policy": step.policy})
    if retry.input is not None:
        step = step.model_copy(update={"config": retry.input, "expressions": (), "reads": Reads()})
    if retry.policy is not None:
        step = step.model_copy(update={"policy": retry.policy})
    is_changed = retry.step is not None or retry.input is not None
    changed = Place(step, place.frame, edition=place.edition + is_changed)
    return mend_as_is(changed, attempts)


def mend_as_is(place: Place, attempts: int) -> Mend:
    """Try again what was tried."""
    return Mend(
        step=None if is_planned(place) else place.step, attempts=attempts, edition=place.edition
    )


def is_planned(place: Place) -> bool:
    """Whether the step is still the plan's own."""
    return place.step is place.frame.level.steps[place.step.id]


def mended(place: Place, mend: Mend) -> Place:
    """The step's place for its next attempts."""
    return Place(mend.step or place.step, place.frame, mend.attempts, mend.edition)
