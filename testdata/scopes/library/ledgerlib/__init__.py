from .ledger import Ledger
from .wire import Frame, Link

__all__ = ["Ledger", "Link", "Frame"]
