"""The app and its accounts, as the tests of the API have them."""

from tests.api.conftest import (
    _logs as _logs,  # pyright: ignore[reportPrivateUsage]
)
from tests.api.conftest import (
    anonymous as anonymous,
)
from tests.api.conftest import (
    app as app,
)
from tests.api.conftest import (
    owner as owner,
)
from tests.api.conftest import (
    passwords as passwords,
)
from tests.api.conftest import (
    services as services,
)
from tests.api.conftest import (
    stranger as stranger,
)
from tests.api.conftest import (
    temporal as temporal,
)
from tests.worker.conftest import (
    house as house,
)
from tests.worker.conftest import (
    service as service,
)
from tests.worker.conftest import (
    settings as settings,
)
from tests.worker.conftest import (
    temporal_address as temporal_address,
)
