KEPT = {}
LET_GO = {}
RENAMED = {}
