# What Python 2 writes otherwise.
print "done"
print >> log, "to a file"
exec "x = 1"
try:
    raw = u"x" <> `y`
except (A, B), e:
    raise A, "message"
