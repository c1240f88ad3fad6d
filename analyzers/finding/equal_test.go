package finding

import (
	"reflect"
	"testing"
)

// TestEqual: any single difference, however deep, makes two findings differ. A field that is added and not compared fails here.
func TestEqual(t *testing.T) {
	a, b := filled(), filled()
	if !Equal(&a, &b) {
		t.Fatal("two findings that were made alike differ")
	}
	seen := 0
	each(reflect.ValueOf(&b).Elem(), "Finding", func(path string, change func() (undo func())) {
		seen++
		undo := change()
		if Equal(&a, &b) || Equal(&b, &a) {
			t.Errorf("a difference in %s is not seen", path)
		}
		undo()
		if !Equal(&a, &b) {
			t.Fatalf("%s: the change was not undone", path)
		}
	})
	if seen < 60 {
		t.Errorf("%d differences were tried: too few for every field", seen)
	}
}

// filled is a finding with something in each field.
func filled() Finding {
	var f Finding
	fill(reflect.ValueOf(&f).Elem())
	return f
}

func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Int:
		v.SetInt(1)
	case reflect.Float64:
		v.SetFloat(0.5)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	default:
		panic("a finding has a field of kind " + v.Kind().String() + ": say here how to fill it")
	}
}

// each calls f for every place of a value that can be changed on its own.
func each(v reflect.Value, path string, f func(path string, change func() (undo func()))) {
	replace := func(with reflect.Value) func() func() {
		return func() func() {
			old := reflect.ValueOf(v.Interface())
			v.Set(with)
			return func() { v.Set(old) }
		}
	}
	switch v.Kind() {
	case reflect.String:
		f(path, replace(reflect.ValueOf("y").Convert(v.Type())))
	case reflect.Int:
		f(path, replace(reflect.ValueOf(2)))
	case reflect.Float64:
		f(path, replace(reflect.ValueOf(0.25)))
	case reflect.Pointer:
		f(path, replace(reflect.Zero(v.Type())))
		each(v.Elem(), path, f)
	case reflect.Slice:
		f(path+"[]", replace(v.Slice(0, 1)))
		for i := range v.Len() {
			each(v.Index(i), path+"[]", f)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			each(v.Field(i), path+"."+v.Type().Field(i).Name, f)
		}
	}
}
