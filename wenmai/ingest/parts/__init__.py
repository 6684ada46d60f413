"""What each domain adds to the ingest, beside the indicators: its tables, rows and files.

A new domain is a module here that makes one :class:`~wenmai.ingest.part.IngestPart`, and its name
in ``PARTS``. Heavy libraries are imported inside functions: every refresh imports this package.
"""

from wenmai.ingest.part import IngestPart
from wenmai.ingest.parts.atlas import ATLAS
from wenmai.ingest.parts.econometrics import ECONOMETRICS
from wenmai.ingest.parts.networks import NETWORKS
from wenmai.ingest.parts.paths import PATHS
from wenmai.ingest.parts.text import TEXT
from wenmai.ingest.parts.var_models import VAR_MODELS

PARTS: tuple[IngestPart, ...] = (ATLAS, ECONOMETRICS, NETWORKS, PATHS, TEXT, VAR_MODELS)
