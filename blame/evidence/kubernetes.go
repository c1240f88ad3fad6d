package evidence

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// What `kubectl get pod,event -o json` prints: a list, or one object. A pod keeps the last termination of each container only, and
// events live an hour by default; so what is not there may have happened all the same.

type kubeObject struct {
	Kind     string       `json:"kind"`
	Items    []kubeObject `json:"items"`
	Metadata struct {
		Name              string    `json:"name"`
		CreationTimestamp time.Time `json:"creationTimestamp"`
	} `json:"metadata"`
	Spec struct {
		Containers []kubeContainer `json:"containers"`
	} `json:"spec"`
	Status json.RawMessage `json:"status"` // an object of a pod

	Reason         string    `json:"reason"` // of an event
	Message        string    `json:"message"`
	Type           string    `json:"type"`
	Count          int       `json:"count"`
	FirstTimestamp time.Time `json:"firstTimestamp"`
	LastTimestamp  time.Time `json:"lastTimestamp"`
	EventTime      time.Time `json:"eventTime"`
	InvolvedObject kubeRef   `json:"involvedObject"`
	Regarding      kubeRef   `json:"regarding"` // of events.k8s.io/v1
	Note           string    `json:"note"`
}

type kubeRef struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

type kubeContainer struct {
	Name      string `json:"name"`
	Image     string `json:"image"`
	Resources struct {
		Limits map[string]any `json:"limits"`
	} `json:"resources"`
}

type kubePodStatus struct {
	Reason            string `json:"reason"`
	Message           string `json:"message"`
	ContainerStatuses []struct {
		Name         string    `json:"name"`
		RestartCount int       `json:"restartCount"`
		ImageID      string    `json:"imageID"`
		State        kubeState `json:"state"`
		LastState    kubeState `json:"lastState"`
	} `json:"containerStatuses"`
}

type kubeState struct {
	Running *struct {
		StartedAt time.Time `json:"startedAt"`
	} `json:"running"`
	Waiting *struct {
		Reason string `json:"reason"`
	} `json:"waiting"`
	Terminated *struct {
		Reason     string    `json:"reason"`
		Message    string    `json:"message"`
		ExitCode   int       `json:"exitCode"`
		StartedAt  time.Time `json:"startedAt"`
		FinishedAt time.Time `json:"finishedAt"`
	} `json:"terminated"`
}

func sniffKubernetes(h *head) bool {
	for _, kind := range []string{"/kind=Pod", "/kind=Event", "/kind=PodList", "/kind=EventList", "/items[]/kind=Pod", "/items[]/kind=Event"} {
		if h.has(kind) {
			return true
		}
	}
	return h.has("/apiVersion", "/items[]/metadata", "/items[]/involvedObject")
}

func readKubernetes(in input) (*output, error) {
	root, err := decode[kubeObject](in)
	if err != nil {
		return nil, err
	}
	out := &output{}
	objects, prefix := root.Items, "/items/"
	if root.Items == nil {
		objects, prefix = []kubeObject{root}, ""
	}
	for i, o := range objects {
		at := ""
		if prefix != "" {
			at = fmt.Sprintf("%s%d", prefix, i)
		}
		switch {
		case o.Kind == "Pod" || root.Kind == "PodList":
			if err := in.pod(out, at, o); err != nil {
				return nil, err
			}
		case o.Kind == "Event" || root.Kind == "EventList":
			in.event(out, at, o)
		}
	}
	if len(objects) == 0 {
		out.say("no pod and no event in it")
	}
	if len(out.facts) > 0 {
		out.say("Kubernetes keeps the last termination of a container, and events for an hour: earlier ones are not in it")
	}
	return counted(out), nil
}

// service reports whether a container of a pod is the service: by its name, or as the only one of a pod that has its name.
func (in input) serviceContainer(pod kubeObject, name string) bool {
	return in.concerns(name) || in.concerns(pod.Metadata.Name) && len(pod.Spec.Containers) == 1
}

func (in input) pod(out *output, at string, o kubeObject) error {
	name := o.Metadata.Name
	for i, c := range o.Spec.Containers {
		text, ok := c.Resources.Limits["memory"]
		if !ok || !in.serviceContainer(o, c.Name) {
			continue
		}
		v, err := ParseBytes(fmt.Sprint(text))
		if err != nil {
			return fmt.Errorf("%s: %s/spec/containers/%d/resources/limits/memory: %w", in.path, at, i, err)
		}
		out.facts = append(out.facts, Fact{
			Kind: "limit", Path: in.path, Pointer: fmt.Sprintf("%s/spec/containers/%d/resources/limits/memory", at, i), Pod: name,
			Text: excerpt(fmt.Sprintf("pod %s, container %s: memory limit %v", name, c.Name, text)), Transformation: in.transformation("converted to bytes"), Limit: &Limit{Bytes: v},
		})
	}
	var status kubePodStatus
	if len(o.Status) > 0 {
		if err := json.Unmarshal(o.Status, &status); err != nil {
			return fmt.Errorf("%s: %s/status: %w; export it again", in.path, at, err)
		}
	}
	if status.Reason != "" {
		f := in.note("event", at+"/status", o.Metadata.CreationTimestamp, "WARN", joined("pod "+name+":", status.Reason, status.Message))
		f.At, f.Pod = time.Time{}, name // the status has no time
		out.facts = append(out.facts, f)
	}
	for i, c := range status.ContainerStatuses {
		if !in.serviceContainer(o, c.Name) {
			continue
		}
		place := fmt.Sprintf("%s/status/containerStatuses/%d", at, i)
		out.facts = append(out.facts, Fact{
			Kind: "observation", Path: in.path, Pointer: place + "/restartCount", Pod: name,
			Text: excerpt(fmt.Sprintf("pod %s, container %s: restartCount %d, no time given", name, c.Name, c.RestartCount)), Transformation: in.transformation(),
			Observation: &Observation{Metric: "restartCount", Role: Restarts, Value: float64(c.RestartCount)},
		})
		in.state(out, name, c.Name, place+"/lastState", c.LastState)
		in.state(out, name, c.Name, place+"/state", c.State)
	}
	return nil
}

// state makes facts of a container's state: when it ran, how it ended.
func (in input) state(out *output, pod, container, at string, s kubeState) {
	add := func(f Fact) { f.Pod = pod; out.facts = append(out.facts, f) }
	if r := s.Running; r != nil && !r.StartedAt.IsZero() {
		add(in.note("start", at+"/running", r.StartedAt, "INFO", fmt.Sprintf("pod %s, container %s started", pod, container), ProcessStart))
	}
	t := s.Terminated
	if t == nil {
		return
	}
	if !t.StartedAt.IsZero() {
		add(in.note("start", at+"/terminated/startedAt", t.StartedAt, "INFO", fmt.Sprintf("pod %s, container %s started", pod, container), ProcessStart))
	}
	level, signals := "ERROR", []Signal{Crash}
	if t.ExitCode == 0 {
		level, signals = "INFO", nil
	}
	if t.ExitCode == 137 || t.Reason == "OOMKilled" {
		signals = append(signals, SigKill)
	}
	words := joined(fmt.Sprintf("pod %s, container %s ended: %s, exit code %d", pod, container, t.Reason, t.ExitCode), t.Message)
	f := in.note("termination", at+"/terminated", t.FinishedAt, level, words, signals...)
	f.Termination = &Termination{Container: container, Reason: t.Reason, ExitCode: t.ExitCode, Started: t.StartedAt.UTC(), Finished: t.FinishedAt.UTC()}
	if t.ExitCode == 0 {
		f.Log.Signals = nil
	}
	add(f)
}

// event makes a fact of an event at its first time; repeated ones are one object with a count.
func (in input) event(out *output, at string, o kubeObject) {
	ref := o.InvolvedObject
	if ref.Name == "" {
		ref = o.Regarding
	}
	first := o.FirstTimestamp
	for _, t := range []time.Time{o.EventTime, o.LastTimestamp, o.Metadata.CreationTimestamp} {
		if first.IsZero() {
			first = t
		}
	}
	level := "INFO"
	if o.Type == "Warning" {
		level = "WARN"
	}
	words := joined(strings.ToLower(ref.Kind), ref.Name+":", o.Reason, o.Message, o.Note)
	if o.Count > 1 {
		words += fmt.Sprintf(" (%d times until %s)", o.Count, stamp(in.moved(o.LastTimestamp)))
	}
	var signals []Signal
	switch o.Reason {
	case "SystemOOM":
		signals = append(signals, GlobalOOM)
	case "NodeHasInsufficientMemory", "EvictionThresholdMet":
		signals = append(signals, HostPressure)
	}
	f := in.note("event", at, first, level, words, signals...)
	if ref.Kind == "Pod" {
		f.Pod = ref.Name
	}
	if ref.Kind == "Pod" && !in.concerns(ref.Name) {
		f.Log.Signals = nil // another service's pod
	}
	if !f.Log.notable() {
		out.records++
		return
	}
	out.facts = append(out.facts, f)
}
