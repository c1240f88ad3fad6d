from app import Message

out = Message()
