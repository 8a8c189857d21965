package peers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/twmb/franz-go/pkg/sr"
)

var background = context.Background()

func franz(t *testing.T, options ...sr.ClientOpt) *sr.Client {
	t.Helper()
	return must[*sr.Client](t)(sr.NewClient(append([]sr.ClientOpt{sr.URLs(registryURL(t))}, options...)...))
}

func wantCode(t *testing.T, err error, status, code int) {
	t.Helper()
	var answer *sr.ResponseError
	if !errors.As(err, &answer) {
		t.Fatalf("got %v, want an answer with code %d", err, code)
	}
	same(t, "status", answer.StatusCode, status)
	same(t, "code", answer.ErrorCode, code)
	if answer.Message == "" {
		t.Error("an error without a message")
	}
}

func TestFranzLifeOfASubject(t *testing.T) {
	client, subject := franz(t), subjectOf(t)
	first := must[sr.SubjectSchema](t)(client.CreateSchema(background, subject, sr.Schema{Schema: user}))
	same(t, "version", first.Version, 1)
	same(t, "guid is there", len(first.GUID), 36)
	again := must[int](t)(client.RegisterSchema(background, subject, sr.Schema{Schema: user}, -1, -1))
	same(t, "the same content keeps its id", again, first.ID)
	second := must[sr.SubjectSchema](t)(client.CreateSchema(background, subject, sr.Schema{Schema: userNamed}))
	same(t, "version", second.Version, 2)

	same(t, "text by id", must[string](t)(client.SchemaTextByID(background, first.ID)), user)
	same(t, "text by version", must[string](t)(client.SchemaTextByVersion(background, subject, 1)), user)
	same(t, "latest", must[sr.SubjectSchema](t)(client.SchemaByVersion(background, subject, -1)).ID, second.ID)
	same(t, "by id", must[sr.Schema](t)(client.SchemaByID(background, first.ID)).Schema, user)
	same(t, "by guid", must[sr.SubjectSchema](t)(client.SchemaByGUID(background, first.GUID)).Schema.Schema, user)
	ids := must[[]sr.ContextID](t)(client.SchemaIDsByGUID(background, first.GUID))
	if !slices.Contains(ids, sr.ContextID{Context: ".", ID: first.ID}) {
		t.Errorf("ids of the guid: %v", ids)
	}
	same(t, "looked up", must[sr.SubjectSchema](t)(client.LookupSchema(background, subject, sr.Schema{Schema: user})).Version, 1)
	versions := must[[]int](t)(client.SubjectVersions(background, subject))
	if !slices.Equal(versions, []int{1, 2}) {
		t.Errorf("versions: %v", versions)
	}
	same(t, "all of the subject", len(must[[]sr.SubjectSchema](t)(client.Schemas(background, subject))), 2)
	byID := must[[]string](t)(client.SubjectsByID(sr.WithParams(background, sr.Subject(subject)), second.ID))
	if !slices.Equal(byID, []string{subject}) {
		t.Errorf("subjects of the id: %v", byID)
	}
	uses := must[[]sr.SubjectVersion](t)(client.SchemaVersionsByID(background, second.ID))
	if !slices.Contains(uses, sr.SubjectVersion{Subject: subject, Version: 2}) {
		t.Errorf("versions of the id: %v", uses)
	}
	listed := must[[]sr.SubjectSchema](t)(client.AllSchemas(sr.WithParams(background, sr.SubjectPrefix(subject), sr.LatestOnly)))
	same(t, "latest of all", len(listed), 1)
	same(t, "latest of all", listed[0].Version, 2)
	usages := must[[]sr.SubjectSchema](t)(client.SchemaUsagesByID(background, second.ID))
	same(t, "usages", len(usages) > 0, true)
}

func TestFranzDeletes(t *testing.T) {
	client, subject := franz(t), subjectOf(t)
	for _, text := range []string{user, userNamed} {
		must[sr.SubjectSchema](t)(client.CreateSchema(background, subject, sr.Schema{Schema: text}))
	}
	wantCode(t, client.DeleteSchema(background, subject, 3, sr.SoftDelete), 404, 40402)
	if err := client.DeleteSchema(background, subject, 1, sr.SoftDelete); err != nil {
		t.Fatal(err)
	}
	if kept := must[[]int](t)(client.SubjectVersions(background, subject)); !slices.Equal(kept, []int{2}) {
		t.Errorf("versions after a soft deletion: %v", kept)
	}
	if all := must[[]int](t)(client.SubjectVersions(sr.WithParams(background, sr.ShowDeleted), subject)); !slices.Equal(all, []int{1, 2}) {
		t.Errorf("versions with the deleted: %v", all)
	}
	// A hard deletion is two requests for this client: the soft one answers 40406 here and must be tolerated.
	if err := client.DeleteSchema(background, subject, 1, sr.HardDelete); err != nil {
		t.Fatal(err)
	}
	if gone := must[[]int](t)(client.DeleteSubject(background, subject, sr.SoftDelete)); !slices.Equal(gone, []int{2}) {
		t.Errorf("deleted: %v", gone)
	}
	_, err := client.SubjectVersions(background, subject)
	wantCode(t, err, 404, 40401)
	hidden := must[[]string](t)(client.Subjects(sr.WithParams(background, sr.DeletedOnly)))
	same(t, "listed among the deleted", slices.Contains(hidden, subject), true)
	must[[]int](t)(client.DeleteSubject(background, subject, sr.HardDelete))
	_, err = client.SubjectVersions(sr.WithParams(background, sr.ShowDeleted), subject)
	wantCode(t, err, 404, 40401)
}

func TestFranzReferences(t *testing.T) {
	client, subject := franz(t), subjectOf(t)
	target := must[sr.SubjectSchema](t)(client.CreateSchema(background, subject+".User", sr.Schema{Schema: user}))
	references := []sr.SchemaReference{{Name: "ex.User", Subject: target.Subject, Version: target.Version}}
	made := must[sr.SubjectSchema](t)(client.CreateSchema(background, subject, sr.Schema{Schema: group, References: references}))
	if !reflect.DeepEqual(made.References, references) {
		t.Errorf("references: %v", made.References)
	}
	by := must[[]sr.SubjectSchema](t)(client.SchemaReferences(background, target.Subject, target.Version))
	same(t, "referrers", len(by), 1)
	same(t, "referrer", by[0].Subject, subject)
	wantCode(t, client.DeleteSchema(background, target.Subject, 1, sr.SoftDelete), 422, 42206)
	resolved := must[sr.Schema](t)(client.SchemaByID(sr.WithParams(background, sr.Format("resolved")), made.ID))
	same(t, "resolved", strings.Contains(resolved.Schema, `"name":"id"`), true)
	_, err := client.CreateSchema(background, subject, sr.Schema{Schema: group, References: []sr.SchemaReference{{Name: "ex.User", Subject: "nowhere", Version: 1}}})
	wantCode(t, err, 422, 42201)
}

func TestFranzSettings(t *testing.T) {
	client, subject := franz(t), subjectOf(t)
	global := client.Compatibility(background)[0]
	if global.Err != nil {
		t.Fatal(global.Err)
	}
	same(t, "global level", global.Level, sr.CompatBackward)
	wantCode(t, client.Compatibility(background, subject)[0].Err, 404, 40408)
	fallback := client.Compatibility(sr.WithParams(background, sr.DefaultToGlobal), subject)[0]
	same(t, "level of the parent", fallback.Level, sr.CompatBackward)
	rules := &sr.SchemaRuleSet{DomainRules: []sr.SchemaRule{{Name: "r", Kind: sr.SchemaRuleKindCondition, Mode: sr.SchemaRuleModeWrite, Type: "CEL", Expr: "true"}}}
	set := client.SetCompatibility(background, sr.SetCompatibility{
		Level:           sr.CompatFullTransitive,
		Normalize:       true,
		Group:           "major",
		DefaultMetadata: &sr.SchemaMetadata{Properties: map[string]string{"owner": "me"}},
		DefaultRuleSet:  rules,
	}, subject)[0]
	if set.Err != nil {
		t.Fatal(set.Err)
	}
	got := client.Compatibility(background, subject)[0]
	same(t, "level", got.Level, sr.CompatFullTransitive)
	same(t, "normalize", got.Normalize, true)
	same(t, "group", got.Group, "major")
	same(t, "metadata", got.DefaultMetadata.Properties["owner"], "me")
	same(t, "rule", got.DefaultRuleSet.DomainRules[0].Expr, "true")
	made := must[sr.SubjectSchema](t)(client.CreateSchema(background, subject, sr.Schema{Schema: user}))
	same(t, "default metadata", made.SchemaMetadata.Properties["owner"], "me")
	// The client looks for "compatibility" in this answer, the protocol says "compatibilityLevel": only the rest arrives.
	reset := client.ResetCompatibility(background, subject)[0]
	same(t, "no failure", reset.Err, nil)
	same(t, "the group that was", reset.Group, "major")
	wantCode(t, client.Compatibility(background, subject)[0].Err, 404, 40408)
	wantCode(t, client.ResetCompatibility(background, subject)[0].Err, 404, 40401)
}

func TestFranzChecks(t *testing.T) {
	client, subject := franz(t), subjectOf(t)
	_, err := client.CheckCompatibility(background, subject, -1, sr.Schema{Schema: user})
	if err != nil {
		t.Error(err)
	}
	must[sr.SubjectSchema](t)(client.CreateSchema(background, subject, sr.Schema{Schema: user}))
	for _, version := range []int{1, -1, -2} {
		good := must[sr.CheckCompatibilityResult](t)(client.CheckCompatibility(background, subject, version, sr.Schema{Schema: userNamed}))
		same(t, "an addition with a default", good.Is, true)
		bad := must[sr.CheckCompatibilityResult](t)(client.CheckCompatibility(sr.WithParams(background, sr.Verbose), subject, version, sr.Schema{Schema: userBroken}))
		same(t, "another type", bad.Is, false)
		same(t, "told why", len(bad.Messages) > 0, true)
	}
	_, err = client.CreateSchema(background, subject, sr.Schema{Schema: userBroken})
	wantCode(t, err, 409, 40901)
	_, err = client.CheckCompatibility(background, subject, 9, sr.Schema{Schema: user})
	wantCode(t, err, 404, 40402)
	_, err = client.CreateSchema(background, subject, sr.Schema{Schema: `{"type":"nothing"}`})
	wantCode(t, err, 422, 42201)
}

func TestFranzModes(t *testing.T) {
	client, subject := franz(t), subjectOf(t)
	same(t, "global mode", client.Mode(background)[0].Mode, sr.ModeReadWrite)
	wantCode(t, client.Mode(background, subject)[0].Err, 404, 40409)
	same(t, "mode of the parent", client.Mode(sr.WithParams(background, sr.DefaultToGlobal), subject)[0].Mode, sr.ModeReadWrite)
	if set := client.SetMode(background, sr.ModeReadOnly, subject)[0]; set.Err != nil {
		t.Fatal(set.Err)
	}
	_, err := client.CreateSchema(background, subject, sr.Schema{Schema: user})
	wantCode(t, err, 422, 42205)
	if set := client.SetMode(background, sr.ModeImport, subject)[0]; set.Err != nil {
		t.Fatal(set.Err)
	}
	id := 1_000_000 + int(run%1_000_000_000)
	imported := fmt.Sprintf(`{"type":"fixed","name":"Imported","size":%d}`, id)
	made := must[sr.SubjectSchema](t)(client.CreateSchemaWithIDAndVersion(background, subject, sr.Schema{Schema: imported}, id, 3))
	same(t, "the id it came with", made.ID, id)
	same(t, "the version it came with", made.Version, 3)
	same(t, "mode before", client.ResetMode(background, subject)[0].Mode, sr.ModeImport)
	wantCode(t, client.Mode(background, subject)[0].Err, 404, 40409)
}

func TestFranzFormats(t *testing.T) {
	client := franz(t)
	types := must[[]sr.SchemaType](t)(client.SupportedTypes(background))
	if !slices.Equal(types, []sr.SchemaType{sr.TypeAvro, sr.TypeProtobuf, sr.TypeJSON}) {
		t.Errorf("types: %v", types)
	}
	for kind, text := range map[sr.SchemaType]string{sr.TypeAvro: user, sr.TypeProtobuf: personProto, sr.TypeJSON: person} {
		subject := subjectOf(t)
		made := must[sr.SubjectSchema](t)(client.CreateSchema(background, subject, sr.Schema{Schema: text, Type: kind}))
		same(t, "type", made.Type, kind)
		same(t, "text", made.Schema.Schema, text)
	}
}

func TestFranzContractsAndContexts(t *testing.T) {
	own, subject := contextOf(t), subjectOf(t)
	client := franz(t, sr.DefaultSchemaContext(own))
	written := sr.Schema{
		Schema:         user,
		SchemaMetadata: &sr.SchemaMetadata{Tags: map[string][]string{"**.id": {"PII"}}, Properties: map[string]string{"owner": "me"}, Sensitive: []string{"owner"}},
		SchemaRuleSet: &sr.SchemaRuleSet{
			DomainRules: []sr.SchemaRule{{Name: "check", Kind: sr.SchemaRuleKindCondition, Mode: sr.SchemaRuleModeWrite, Type: "CEL", Tags: []string{"PII"}, Params: map[string]string{"a": "b"}, Expr: "true", OnFailure: "DLQ"}},
		},
	}
	made := must[sr.SubjectSchema](t)(client.CreateSchema(background, subject, written))
	same(t, "id of its own context", made.ID, 1)
	if !reflect.DeepEqual(made.SchemaMetadata, written.SchemaMetadata) {
		t.Errorf("metadata: %+v", made.SchemaMetadata)
	}
	if !reflect.DeepEqual(made.SchemaRuleSet, written.SchemaRuleSet) {
		t.Errorf("rule set: %+v", made.SchemaRuleSet)
	}
	same(t, "contexts", slices.Contains(must[[]string](t)(franz(t).Contexts(background)), own), true)
	qualified := ":" + own + ":" + subject
	same(t, "by its full name", must[sr.SubjectSchema](t)(franz(t).SchemaByVersion(background, qualified, 1)).ID, 1)
	for _, how := range []sr.DeleteHow{sr.SoftDelete, sr.HardDelete} {
		must[[]int](t)(franz(t).DeleteSubject(background, qualified, how))
	}
	if err := franz(t).DeleteContext(background, own); err != nil {
		t.Error(err)
	}
}

func TestFranzOddNames(t *testing.T) {
	client := franz(t, sr.BasicAuth("someone", "secret"))
	for _, subject := range []string{"a/b c", "ünïcode-名", "%2F", "a+b&c=d?e#f", "x;y=1", `"quoted'`, "__proto__"} {
		made := must[sr.SubjectSchema](t)(client.CreateSchema(background, subject, sr.Schema{Schema: user}))
		same(t, "subject", made.Subject, subject)
		same(t, "listed", slices.Contains(must[[]string](t)(client.Subjects(background)), subject), true)
		must[[]int](t)(client.DeleteSubject(background, subject, sr.SoftDelete))
		must[[]int](t)(client.DeleteSubject(background, subject, sr.HardDelete))
	}
	bearer := franz(t, sr.BearerToken("a.b.c"))
	must[[]string](t)(bearer.Subjects(background))
}

func TestFranzSerde(t *testing.T) {
	type value struct {
		ID int `json:"id"`
	}
	client, subject := franz(t), subjectOf(t)
	made := must[sr.SubjectSchema](t)(client.CreateSchema(background, subject, sr.Schema{Schema: person, Type: sr.TypeJSON}))
	serde := sr.NewSerde()
	serde.Register(made.ID, value{}, sr.EncodeFn(json.Marshal), sr.DecodeFn(json.Unmarshal))
	frame := must[[]byte](t)(serde.Encode(value{ID: 7}))
	id, _, err := serde.DecodeID(frame)
	same(t, "no failure", err, nil)
	text := must[sr.Schema](t)(client.SchemaByID(background, id))
	same(t, "the schema of the frame", text.Schema, person)
	var read value
	same(t, "no failure", serde.Decode(frame, &read), nil)
	same(t, "value", read.ID, 7)
}
