from .client import CourierClient, ParcelMessage

__all__ = ["CourierClient", "ParcelMessage"]
