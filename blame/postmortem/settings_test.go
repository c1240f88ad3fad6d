package postmortem

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func words(changes []settingChange) []string {
	var out []string
	for _, c := range changes {
		out = append(out, c.words())
	}
	return out
}

// Each case is a file before and after, and what is said of it.
func TestSettingChanges(t *testing.T) {
	for name, c := range map[string]struct {
		file, before, after string
		want                []string
	}{
		"a limit of Kubernetes, requests apart": {
			"deploy.yaml",
			"spec:\n  containers:\n  - name: api\n    resources:\n      requests: {cpu: 1}\n      limits:\n        memory: 512Mi\n",
			"spec:\n  containers:\n  - name: api\n    resources:\n      requests: {cpu: 1}\n      limits:\n        memory: \"256Mi\" # saves money\n",
			[]string{"spec.containers.resources.limits.memory 512Mi to 256Mi (lowered)"},
		},
		"the second container's": {
			"deploy.yaml",
			"containers:\n  - name: api\n    resources:\n      limits:\n        memory: 1Gi\n  - name: proxy\n    resources:\n      limits:\n        memory: 64Mi\n",
			"containers:\n  - name: api\n    resources:\n      limits:\n        memory: 1Gi\n  - name: proxy\n    resources:\n      limits:\n        memory: 128Mi\n",
			[]string{"containers[1].resources.limits.memory 64Mi to 128Mi (raised)"},
		},
		"a template of Helm": {
			"templates/deployment.yaml",
			"{{- if .Values.on }}\nresources:\n  limits:\n    memory: 512Mi\n{{- end }}\n",
			"{{- if .Values.on }}\nresources:\n  limits:\n    memory: {{ .Values.memory }}\n{{- end }}\n",
			[]string{"resources.limits.memory 512Mi to {{ .Values.memory }}"},
		},
		"compose": {
			"docker-compose.yml",
			"services:\n  api:\n    mem_limit: 1g\n",
			"services:\n  api:\n    mem_limit: 512m\n",
			[]string{"mem_limit 1g to 512m (lowered)"},
		},
		"flags of gunicorn, as text and as a list": {
			"Dockerfile",
			"FROM python:3.11-slim\nCMD [\"gunicorn\", \"--max-requests\", \"1000\", \"--workers=4\", \"app:app\"]\n",
			"FROM python:3.12-slim\nCMD [\"gunicorn\", \"--workers=8\", \"app:app\"]\n",
			[]string{"--max-requests 1000 removed", "--workers 4 to 8", "FROM python:3.11-slim to python:3.12-slim"},
		},
		"arguments over several lines": {
			"k8s/worker.yml",
			"args:\n  - celery\n  - --max-tasks-per-child\n  - \"100\"\n",
			"args:\n  - celery\n  - \"--max-tasks-per-child\"\n  - \"0\"\n",
			[]string{"--max-tasks-per-child 100 to 0"},
		},
		"a Python file of settings": {
			"gunicorn.conf.py",
			"max_requests = 1000\nmax_requests_jitter = 50\n# workers = 2\n",
			"max_requests_jitter = 50\n# workers = 3\n",
			[]string{"max_requests 1000 removed"},
		},
		"the environment": {
			"deploy.yaml",
			"env:\n- name: WEB_CONCURRENCY\n  value: \"2\"\n",
			"env:\n- name: WEB_CONCURRENCY\n  value: \"4\"\n",
			[]string{"WEB_CONCURRENCY 2 to 4"},
		},
		"what has nothing to do with memory": {
			"deploy.yaml", "image: api:1\ncpu: 2\n", "image: api:2\ncpu: 3\n", nil,
		},
	} {
		got := words(settingChanges(c.file, settings(c.file, c.before), settings(c.file, c.after)))
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestPackages(t *testing.T) {
	for name, c := range map[string]struct {
		file, text string
		want       map[string]string
	}{
		"requirements as pip-tools writes them": {
			"requirements.txt",
			"# by pip-compile\nflask==3.1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n    # via -r requirements.in\nZope_Interface[test]==6.0 ; python_version > \"3.8\"  # why\n-r base.txt\nredis\n",
			map[string]string{"flask": "3.1.0", "zope-interface": `6.0 ; python_version > "3.8"`, "redis": "any version"},
		},
		"poetry": {"poetry.lock", "[[package]]\nname = \"Flask\"\nversion = \"3.1.0\"\n\n[[package]]\nname = \"redis\"\nversion = \"5.0\"\n", map[string]string{"flask": "3.1.0", "redis": "5.0"}},
		"uv":     {"svc/uv.lock", "version = 1\n[[package]]\nname = \"redis\"\nversion = \"5.0\"\nsource = { registry = \"r\" }\n", map[string]string{"redis": "5.0"}},
		"pipenv": {"Pipfile.lock", `{"default": {"redis": {"version": "==5.0"}}, "develop": {"pytest": {"version": "==8.0"}}}`, map[string]string{"redis": "5.0"}},
		"a project": {
			"pyproject.toml", "[project]\ndependencies = [\"flask>=3\", \"redis==5.0\"]\n[tool.poetry.dependencies]\nhttpx = {version = \"^0.27\", extras = [\"http2\"]}\n[tool.ruff]\nline-length = 100\n",
			map[string]string{"flask": ">=3", "redis": "5.0", "httpx": "^0.27"},
		},
		"nothing":     {"poetry.lock", "", map[string]string{}},
		"not a lock":  {"poetry.lock", "<<<<<<< HEAD\n", nil},
		"setup.py":    {"setup.py", "setup(install_requires=['flask'])", nil},
		"not yet one": {"setup.py", "", map[string]string{}},
	} {
		if diff := cmp.Diff(c.want, packages(c.file, []byte(c.text))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
