// Package unboundedbuffer is a rule about characters and bytes that are gathered without a limit.
//
// # Rule unboundedbuffer
//
// unboundedbuffer: text or bytes are added to a buffer without a limit
//
// # What it does
//
// Reports a str, bytes, bytearray, BytesIO or StringIO under a name that outlives what adds to it (`self.buffer += chunk`, `self.buffer = self.buffer + chunk`,
// extend, write), where nothing shortens it on every path. Binding it to something shorter (`self.buffer = self.buffer[n:]`, what split or partition
// leave), `del self.buffer[:n]`, `clear`, `truncate`, `seek(0)` shorten it; a test of its length that raises, closes or returns is a limit. A buffer that is cut
// at each delimiter, or emptied once it parses, is a note: it grows for as long as a peer sends none.
//
// # Why is this bad
//
// What a buffer waits for is up to whoever sends it. A line without an end, a frame with a wrong length, noise on a serial line: the bytes are kept, and
// each chunk copies all of those before it. A log or a transcript that is gathered in an object of the process grows whoever reads it.
//
// # Example
//
//	class Lines(asyncio.Protocol):
//	    def __init__(self):
//	        self.buffer = b""
//
//	    def data_received(self, data):
//	        self.buffer += data
//	        while b"\n" in self.buffer:
//	            line, self.buffer = self.buffer.split(b"\n", 1)
//	            self.line_received(line)
//
// # Use instead
//
//	if len(self.buffer) + len(data) > MAX_LINE:
//	    self.transport.close()
//	    return
//	self.buffer += data
//
// or asyncio's streams, whose readuntil has a limit. For a transcript `collections.deque(maxlen=N)`, or a file.
//
// # When to ignore it
//
// Where both ends are your own: `# growlint: ignore[unboundedbuffer] the firmware sends lines of 80 bytes`.
//
// # Options
//
// None.
//
// # References
//
//   - https://docs.python.org/3/library/asyncio-stream.html#asyncio.StreamReader.readuntil, "LimitOverrunError"
//   - https://cwe.mitre.org/data/definitions/770.html, allocation of resources without limits
package unboundedbuffer
