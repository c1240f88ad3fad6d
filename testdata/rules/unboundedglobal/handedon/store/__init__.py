"""A package that hands on what its modules hold, one of it under another name."""

from .tables import KEPT, LET_GO
from .tables import RENAMED as renamed
