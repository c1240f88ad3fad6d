package synthetic

import (
	"fmt"

	"github.com/growlint/growlint/blame/history/historytest"
)

// revisions are the commits that the evidence speaks of.
type revisions struct {
	previous, deployed string
	culprit            string   // that made what leaks grow, where it is in the deployed range
	others             []string // further commits that did
}

const appHead = `from flask import Flask, request

import store

app = Flask(__name__)
`

const appRoutes = `

@app.route("/orders/<name>")
def order(name):
    return {"name": name, "total": store.total(name)}
`

// leaks are ways in which a request leaves something behind for good; the verb is the name of the handler.
var leaks = []string{
	"\n_%[1]s_seen = {}\n\n\n@app.route(\"/%[1]s\")\ndef %[1]s():\n    _%[1]s_seen[request.args[\"id\"]] = request.get_data()\n    return \"ok\"\n",
	"\n_%[1]s_log = []\n\n\n@app.route(\"/%[1]s\", methods=[\"POST\"])\ndef %[1]s():\n    _%[1]s_log.append(request.get_json())\n    return \"ok\"\n",
	"\n_%[1]s_users = {}\n\n\n@app.route(\"/%[1]s\")\ndef %[1]s():\n    _%[1]s_users[request.headers[\"X-User\"]] = request.path\n    return \"ok\"\n",
}

const bounded = "\nimport functools\n\n\n@functools.lru_cache(maxsize=4096)\ndef rendered(name):\n    return name * 1000\n"

const storeBase = "_prices = {\"a\": 1, \"b\": 2}\n\n\ndef total(name):\n    return _prices.get(name, 0)\n"

// oldLeak is a finding that stands for years.
const oldLeak = "\n_missing = {}\n\n\n@app.route(\"/missing\")\ndef missing():\n    _missing[request.args[\"id\"]] = 1\n    return \"ok\"\n"

// innocent is a finding that became true in the range and has nothing to do with the incident.
const innocent = "\n_tenants = {}\n\n\n@app.route(\"/tenant\")\ndef tenant():\n    _tenants[request.args[\"tenant\"]] = 1\n    return \"ok\"\n"

func deployment(limit string) string {
	return fmt.Sprintf("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: orders}\nspec:\n  template:\n    spec:\n      containers:\n        - name: orders\n          resources:\n            limits:\n              memory: %s\n", limit)
}

// writeRepo commits the history of the service.
func (w *world) writeRepo(b *historytest.Builder) revisions {
	var r revisions
	app := appHead + appRoutes
	b.Commit("Serve orders", historytest.Files{"app.py": app, "store.py": storeBase, "requirements.txt": "flask==3.1.0\nrequests==2.32.3\n", "deploy/orders.yaml": deployment("512Mi")})
	if w.code.oldLeak {
		app += oldLeak
		b.Commit("Answer for missing orders", historytest.Files{"app.py": app})
	}
	r.previous = b.Commit("Describe the paths", historytest.Files{"README.md": "# orders\n"})
	r.deployed = r.previous
	if w.code.onlyDependency {
		r.deployed = b.Commit("Update requests", historytest.Files{"requirements.txt": "flask==3.1.0\nrequests==2.33.0\n"})
		return r
	}
	store := storeBase
	for i := range 1 + w.rng.IntN(3) {
		store += fmt.Sprintf("\n\ndef discount_%d(name):\n    return total(name) * 0.%d\n", i, i+1)
		r.deployed = b.Commit(fmt.Sprintf("Discount %d", i), historytest.Files{"store.py": store})
	}
	order := w.rng.Perm(len(leaks))
	if w.code.newLeak {
		app += fmt.Sprintf(leaks[order[0]], "check")
		r.culprit = b.Commit("Check requests", historytest.Files{"app.py": app})
	}
	if w.code.secondLeak {
		app += fmt.Sprintf(leaks[order[1]], "verify")
		r.others = append(r.others, b.Commit("Verify requests", historytest.Files{"app.py": app}))
	}
	if w.code.innocentNew {
		app += innocent
		b.Commit("Count tenants", historytest.Files{"app.py": app})
	}
	if w.code.bounded {
		app += bounded
		b.Commit("Keep rendered orders", historytest.Files{"app.py": app})
	}
	if w.code.lowered {
		b.Commit("Ask for less memory", historytest.Files{"deploy/orders.yaml": deployment("220Mi")})
	}
	if w.code.dependency {
		b.Commit("Update requests", historytest.Files{"requirements.txt": "flask==3.1.0\nrequests==2.33.0\n"})
	}
	r.deployed = b.Commit("Release", historytest.Files{"README.md": "# orders\n\nReleased.\n"})
	return r
}
