package peers

import (
	"errors"
	"slices"
	"testing"

	"github.com/hamba/avro/v2/registry"
	landoop "github.com/landoop/schema-registry"
)

func hamba(t *testing.T) *registry.Client {
	t.Helper()
	return must[*registry.Client](t)(registry.NewClient(registryURL(t), registry.WithBasicAuth("someone", "secret")))
}

func TestHambaLifeOfASubject(t *testing.T) {
	client, subject := hamba(t), subjectOf(t)
	id, _, err := client.CreateSchema(background, subject, user)
	same(t, "no failure", err, nil)
	same(t, "compatible", must[bool](t)(client.IsCompatible(background, subject, userNamed)), true)
	same(t, "incompatible", must[bool](t)(client.IsCompatible(background, subject, userBroken)), false)
	_, _, err = client.CreateSchema(background, subject, userBroken)
	wantHambaCode(t, err, 409, 40901)
	second, _, err := client.CreateSchema(background, subject, userNamed)
	same(t, "no failure", err, nil)
	known, _, err := client.IsRegistered(background, subject, user)
	same(t, "no failure", err, nil)
	same(t, "id by content", known, id)

	fresh := hamba(t)
	same(t, "by id", must[string](t)(textOf(fresh.GetSchema(background, id))), must[string](t)(textOf(client.GetSchemaByVersion(background, subject, 1))))
	info := must[registry.SchemaInfo](t)(fresh.GetLatestSchemaInfo(background, subject))
	same(t, "latest", info.ID, second)
	same(t, "latest", info.Version, 2)
	if versions := must[[]int](t)(fresh.GetVersions(background, subject)); !slices.Equal(versions, []int{1, 2}) {
		t.Errorf("versions: %v", versions)
	}
	same(t, "listed", slices.Contains(must[[]string](t)(fresh.GetSubjects(background)), subject), true)
	same(t, "level is set", client.SetCompatibilityLevel(background, subject, registry.NoneCL), nil)
	if gone := must[[]int](t)(client.DeleteSubject(background, subject)); !slices.Equal(gone, []int{1, 2}) {
		t.Errorf("deleted: %v", gone)
	}
	_, err = fresh.GetVersions(background, subject)
	wantHambaCode(t, err, 404, 40401)
	_, err = fresh.GetSchema(background, 2_000_000_000)
	wantHambaCode(t, err, 404, 40403)
}

func TestHambaReferencesAndFrames(t *testing.T) {
	client, part, subject := hamba(t), subjectOf(t), subjectOf(t)
	id, schema, err := client.CreateSchema(background, part, user)
	same(t, "no failure", err, nil)
	reference := registry.SchemaReference{Name: "ex.User", Subject: part, Version: 1}
	made, _, err := client.CreateSchema(background, subject, group, reference)
	same(t, "no failure", err, nil)
	known, _, err := client.IsRegisteredWithRefs(background, subject, group, reference)
	same(t, "no failure", err, nil)
	same(t, "id by content", known, made)
	same(t, "compatible", must[bool](t)(client.IsCompatibleWithRefs(background, subject, group, reference)), true)

	frame := append([]byte{0}, registry.SchemaInfo{Schema: schema, ID: id}.IDBytes()...)
	var read struct {
		ID int `avro:"id"`
	}
	same(t, "no failure", registry.NewDecoder(hamba(t)).Decode(background, append(frame, 14), &read), nil)
	same(t, "value", read.ID, 7)
}

func textOf(schema interface{ String() string }, err error) (string, error) {
	if err != nil {
		return "", err
	}
	return schema.String(), nil
}

func wantHambaCode(t *testing.T, err error, status, code int) {
	t.Helper()
	var answer registry.Error
	if !errors.As(err, &answer) {
		t.Fatalf("got %v, want an answer with code %d", err, code)
	}
	same(t, "status", answer.StatusCode, status)
	same(t, "code", answer.Code, code)
}

// Lenses' client is the oldest here: it sends no content type with a look-up, asks for gzip itself and ends a path with a slash.
func TestLandoopLifeOfASubject(t *testing.T) {
	client, subject := must[*landoop.Client](t)(landoop.NewClient(registryURL(t)+"/")), subjectOf(t)
	_, _, err := client.IsRegistered(subject, user)
	same(t, "subject is unknown", landoop.IsSubjectNotFound(err), true)
	id := must[int](t)(client.RegisterNewSchema(subject, user))
	known, found, err := client.IsRegistered(subject, user)
	same(t, "no failure", err, nil)
	same(t, "is known", known, true)
	same(t, "id by content", found.ID, id)
	unknown, _, err := client.IsRegistered(subject, userNamed)
	same(t, "no failure", err, nil)
	same(t, "is unknown", unknown, false)
	same(t, "compatible", must[bool](t)(client.IsLatestSchemaCompatible(subject, userNamed)), true)
	same(t, "incompatible", must[bool](t)(client.IsSchemaCompatible(subject, userBroken, 1)), false)

	same(t, "by id", must[string](t)(client.GetSchemaByID(id)), user)
	latest := must[landoop.Schema](t)(client.GetLatestSchema(subject))
	same(t, "latest", latest, landoop.Schema{Schema: user, Subject: subject, Version: 1, ID: id})
	_, err = client.GetSchemaBySubject(subject, 9)
	var answer landoop.ResourceError
	same(t, "an answer", errors.As(err, &answer), true)
	same(t, "code", answer.ErrorCode, 40402)
	same(t, "global level", must[landoop.Config](t)(client.GetConfig("")).CompatibilityLevel, "BACKWARD")
	if versions := must[[]int](t)(client.Versions(subject)); !slices.Equal(versions, []int{1}) {
		t.Errorf("versions: %v", versions)
	}
	same(t, "listed", slices.Contains(must[[]string](t)(client.Subjects()), subject), true)
	if gone := must[[]int](t)(client.DeleteSubject(subject)); !slices.Equal(gone, []int{1}) {
		t.Errorf("deleted: %v", gone)
	}
}
