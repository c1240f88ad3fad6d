from wire.session import ChildSession, Session
