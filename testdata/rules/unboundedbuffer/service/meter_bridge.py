"""A bridge from a serial meter to MQTT: it keeps a transcript for the status page, and reads frames between two flag bytes."""

import logging
import threading
import time

import paho.mqtt.client as mqtt
import serial
from flask import Flask, jsonify

log = logging.getLogger(__name__)
app = Flask(__name__)

FLAG = b"\x7e"


class FrameReader:
    def __init__(self):
        self._buffer = bytearray()
        self._checked = bytearray()
        self.frames = 0
        self.bytes_read = 0

    def feed(self, chunk):
        self.bytes_read += len(chunk)
        self._buffer += chunk  # want:note "bytearray FrameReader._buffer grows with every iteration.*waits for what is asked at line 34"
        self._checked += chunk
        if len(self._checked) > 4096:
            log.warning("no frame in %d bytes", len(self._checked))
            self._checked.clear()
        while True:
            start = self._buffer.find(FLAG)
            end = self._buffer.find(FLAG, start + 1)
            if start < 0 or end < 0:
                return
            frame = bytes(self._buffer[start : end + 1])
            self._buffer = self._buffer[end + 1 :]
            self.frames += 1
            yield frame


class Bridge:
    def __init__(self, port, broker):
        self.port = port
        self.broker = broker
        self.reader = FrameReader()
        self.client = mqtt.Client()
        self.transcript = ""
        self.last_error = ""
        self.started = time.time()

    def run(self):
        self.client.connect(self.broker)
        with serial.Serial(self.port, 9600, timeout=1) as line:
            while True:
                chunk = line.read(256)
                self.transcript += chunk.hex()  # want "string Bridge.transcript grows with every iteration to Bridge.run.*lives as long as the process, and nothing takes anything out"
                try:
                    for frame in self.reader.feed(chunk):
                        self.publish(frame)
                except ValueError as e:
                    self.last_error = str(e)

    def publish(self, frame):
        topic = "meter/"
        topic += frame[:4].hex()
        self.client.publish(topic, frame)


bridge = Bridge("/dev/ttyUSB0", "broker")


@app.get("/status")
def status():
    return jsonify(frames=bridge.reader.frames, transcript=bridge.transcript[-2000:], error=bridge.last_error)


threading.Thread(target=bridge.run, daemon=True).start()
app.run()
