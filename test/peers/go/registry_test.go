// Package peers runs unmodified Go clients against a running registry, named by CONCORDAT_URL.
package peers

import (
	"fmt"
	"os"
	"sync/atomic"
	"testing"
	"time"
)

const (
	user        = `{"type":"record","name":"User","namespace":"ex","fields":[{"name":"id","type":"int"}]}`
	userNamed   = `{"type":"record","name":"User","namespace":"ex","fields":[{"name":"id","type":"int"},{"name":"name","type":"string","default":""}]}`
	userBroken  = `{"type":"record","name":"User","namespace":"ex","fields":[{"name":"id","type":"string"}]}`
	group       = `{"type":"record","name":"Group","namespace":"ex","fields":[{"name":"head","type":"ex.User"}]}`
	person      = `{"type":"object","properties":{"id":{"type":"integer"}},"additionalProperties":false}`
	personProto = "syntax = \"proto3\";\npackage ex;\n\nmessage Person {\n  int32 id = 1;\n}\n"
)

var (
	run   = time.Now().UnixNano()
	count atomic.Int64
)

func registryURL(t *testing.T) string {
	t.Helper()
	url := os.Getenv("CONCORDAT_URL")
	if url == "" {
		t.Fatal("CONCORDAT_URL names no registry")
	}
	return url
}

// subjectOf gives each test a subject that no other test and no other run uses.
func subjectOf(_ *testing.T) string {
	return fmt.Sprintf("go-%d-%d-value", run, count.Add(1))
}

// contextOf gives each test a context of its own, with ids of its own.
func contextOf(_ *testing.T) string {
	return fmt.Sprintf(".go-%d-%d", run, count.Add(1))
}

func must[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func same[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
