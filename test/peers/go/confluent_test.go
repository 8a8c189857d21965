package peers

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"github.com/confluentinc/confluent-kafka-go/v2/kafka"
	sr "github.com/confluentinc/confluent-kafka-go/v2/schemaregistry"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/rest"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde/avrov2"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde/jsonschema"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde/protobuf"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/test"
	"google.golang.org/protobuf/proto"
)

func confluent(t *testing.T, suffix string) sr.Client {
	t.Helper()
	config := sr.NewConfigWithBasicAuthentication(registryURL(t)+suffix, "someone", "secret")
	return must[sr.Client](t)(sr.NewClient(config))
}

func wantRestCode(t *testing.T, err error, code int) {
	t.Helper()
	var answer *rest.Error
	if !errors.As(err, &answer) {
		t.Fatalf("got %v, want an answer with code %d", err, code)
	}
	same(t, "code", answer.Code, code)
}

func TestConfluentLifeOfASubject(t *testing.T) {
	client, subject := confluent(t, ""), subjectOf(t)
	metadata := &sr.Metadata{
		Tags:       map[string][]string{"**.id": {"PII"}},
		Properties: map[string]string{"owner": "me"},
		Sensitive:  []string{"owner"},
	}
	rules := &sr.RuleSet{MigrationRules: []sr.Rule{{Name: "up", Kind: "TRANSFORM", Mode: "UPGRADE", Type: "JSONATA", Expr: "$"}}}
	written := sr.SchemaInfo{Schema: user, SchemaType: "AVRO", Metadata: metadata, RuleSet: rules}
	first := must[sr.SchemaMetadata](t)(client.RegisterFullResponse(subject, written, true))
	same(t, "id by content", must[int](t)(client.GetID(subject, written, true)), first.ID)
	same(t, "version by content", must[int](t)(client.GetVersion(subject, written, false)), 1)
	must[int](t)(client.Register(subject, sr.SchemaInfo{Schema: userNamed, SchemaType: "AVRO"}, false))

	fresh := confluent(t, "")
	byID := must[sr.SchemaInfo](t)(fresh.GetBySubjectAndID(subject, first.ID))
	if byID.Schema != user || !reflect.DeepEqual(byID.Metadata, metadata) || len(byID.RuleSet.MigrationRules) != 1 {
		t.Errorf("by id: %+v", byID)
	}
	same(t, "by guid", must[sr.SchemaInfo](t)(fresh.GetByGUID(first.GUID)).Schema, user)
	same(t, "latest", must[sr.SchemaMetadata](t)(fresh.GetLatestSchemaMetadata(subject)).Version, 2)
	same(t, "by metadata", must[sr.SchemaMetadata](t)(fresh.GetLatestWithMetadata(subject, map[string]string{"owner": "me"}, false)).Version, 2)
	if versions := must[[]int](t)(fresh.GetAllVersions(subject)); !slices.Equal(versions, []int{1, 2}) {
		t.Errorf("versions: %v", versions)
	}
	uses := must[[]sr.SubjectAndVersion](t)(fresh.GetSubjectsAndVersionsByID(first.ID))
	if !slices.Contains(uses, sr.SubjectAndVersion{Subject: subject, Version: 1}) {
		t.Errorf("uses: %v", uses)
	}
	same(t, "compatible", must[bool](t)(fresh.TestCompatibility(subject, 2, sr.SchemaInfo{Schema: userBroken})), false)
	same(t, "compatible", must[bool](t)(fresh.TestSubjectCompatibility(subject, sr.SchemaInfo{Schema: userNamed})), true)
	_, err := fresh.Register(subject, sr.SchemaInfo{Schema: userBroken}, false)
	wantRestCode(t, err, 40901)

	same(t, "deleted", must[int](t)(fresh.DeleteSubjectVersion(subject, 1, false)), 1)
	_, err = fresh.GetSchemaMetadata(subject, 1)
	wantRestCode(t, err, 40402)
	same(t, "deleted is asked for", must[sr.SchemaMetadata](t)(fresh.GetSchemaMetadataIncludeDeleted(subject, 1, true)).ID, first.ID)
	same(t, "deleted", must[int](t)(fresh.DeleteSubjectVersion(subject, 1, true)), 1)
	must[[]int](t)(fresh.DeleteSubject(subject, false))
	_, err = fresh.DeleteSubject(subject, false)
	wantRestCode(t, err, 40404)
	must[[]int](t)(fresh.DeleteSubject(subject, true))
	_, err = confluent(t, "").GetLatestSchemaMetadata(subject)
	wantRestCode(t, err, 40401)
}

func TestConfluentSettings(t *testing.T) {
	client, subject := confluent(t, ""), subjectOf(t)
	_, err := client.GetCompatibility(subject)
	wantRestCode(t, err, 40408)
	same(t, "level", must[sr.Compatibility](t)(client.UpdateCompatibility(subject, sr.Full)), sr.Full)
	same(t, "level", must[sr.Compatibility](t)(client.GetCompatibility(subject)), sr.Full)
	same(t, "global level", must[sr.Compatibility](t)(client.GetDefaultCompatibility()), sr.Backward)
	same(t, "global level", must[sr.Compatibility](t)(client.UpdateDefaultCompatibility(sr.Backward)), sr.Backward)
	must[sr.ServerConfig](t)(client.UpdateConfig(subject, sr.ServerConfig{CompatibilityUpdate: sr.None, CompatibilityGroup: "major", Normalize: true}))
	config := must[sr.ServerConfig](t)(client.GetConfig(subject, false))
	same(t, "group", config.CompatibilityGroup, "major")
	same(t, "level", config.CompatibilityLevel, sr.None)
	same(t, "normalize", config.Normalize, true)
	must[sr.ServerConfig](t)(client.GetConfig(subjectOf(t), true))
}

func TestConfluentContexts(t *testing.T) {
	own, subject := contextOf(t), subjectOf(t)
	client := confluent(t, "/contexts/"+own)
	same(t, "id of its own context", must[int](t)(client.Register(subject, sr.SchemaInfo{Schema: user}, false)), 1)
	subjects := must[[]string](t)(client.GetAllSubjects())
	if !slices.Equal(subjects, []string{":" + own + ":" + subject}) {
		t.Errorf("subjects: %v", subjects)
	}
	contexts := must[[]string](t)(client.GetAllContexts())
	same(t, "listed", slices.Contains(contexts, own), true)
}

func TestConfluentOddNames(t *testing.T) {
	client := confluent(t, "")
	for _, subject := range []string{"c a/b", "ünïcode-名-c", "%2F-c", "c+b&c=d?e#f"} {
		id := must[int](t)(client.Register(subject, sr.SchemaInfo{Schema: user}, false))
		same(t, "id", must[sr.SchemaInfo](t)(confluent(t, "").GetBySubjectAndID(subject, id)).Schema, user)
		same(t, "listed", slices.Contains(must[[]string](t)(client.GetAllSubjects()), subject), true)
		must[[]int](t)(client.DeleteSubject(subject, false))
		must[[]int](t)(client.DeleteSubject(subject, true))
	}
}

// Person has both sorts of tags, for the Avro and the JSON serializers.
type Person struct {
	ID   int    `avro:"id" json:"id"`
	Name string `avro:"name" json:"name"`
}

type serializer interface {
	SerializeWithHeaders(topic string, value interface{}) ([]kafka.Header, []byte, error)
}

type deserializer interface {
	DeserializeWithHeadersInto(topic string, headers []kafka.Header, payload []byte, into interface{}) error
}

// roundTrip writes with one client and reads with another, so that nothing comes from a cache.
func roundTrip(t *testing.T, topic string, writer serializer, reader deserializer, value, into interface{}, inHeader bool) {
	t.Helper()
	headers, payload, err := writer.SerializeWithHeaders(topic, value)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "a header", len(headers) > 0, inHeader)
	if !inHeader {
		same(t, "magic byte", payload[0], 0)
	}
	if err := reader.DeserializeWithHeadersInto(topic, headers, payload, into); err != nil {
		t.Fatal(err)
	}
}

var locations = map[string]struct {
	write    serde.SchemaIDSerializerFunc
	inHeader bool
}{
	"in the prefix": {serde.PrefixSchemaIDSerializer, false},
	"in a header":   {serde.HeaderSchemaIDSerializer, true},
}

func TestConfluentAvroSerde(t *testing.T) {
	for name, location := range locations {
		t.Run(name, func(t *testing.T) {
			topic := subjectOf(t)
			writer := must[*avrov2.Serializer](t)(avrov2.NewSerializer(confluent(t, ""), serde.ValueSerde, avrov2.NewSerializerConfig()))
			writer.SchemaIDSerializer = location.write
			reader := must[*avrov2.Deserializer](t)(avrov2.NewDeserializer(confluent(t, ""), serde.ValueSerde, avrov2.NewDeserializerConfig()))
			var read Person
			roundTrip(t, topic, writer, reader, &Person{ID: 7, Name: "ab"}, &read, location.inHeader)
			same(t, "value", read, Person{ID: 7, Name: "ab"})
		})
	}
}

func TestConfluentJSONSerde(t *testing.T) {
	for name, location := range locations {
		t.Run(name, func(t *testing.T) {
			topic := subjectOf(t)
			writer := must[*jsonschema.Serializer](t)(jsonschema.NewSerializer(confluent(t, ""), serde.ValueSerde, jsonschema.NewSerializerConfig()))
			writer.SchemaIDSerializer = location.write
			reader := must[*jsonschema.Deserializer](t)(jsonschema.NewDeserializer(confluent(t, ""), serde.ValueSerde, jsonschema.NewDeserializerConfig()))
			var read Person
			roundTrip(t, topic, writer, reader, &Person{ID: 7, Name: "ab"}, &read, location.inHeader)
			same(t, "value", read, Person{ID: 7, Name: "ab"})
		})
	}
}

func TestConfluentProtobufSerde(t *testing.T) {
	values := map[string]struct{ value, into proto.Message }{
		"a file with options": {&test.Author{Name: "ab", Id: 7, Works: []string{"c"}}, &test.Author{}},
		"a nested message":    {&test.NestedMessage_InnerMessage{Id: "7"}, &test.NestedMessage_InnerMessage{}},
		"an imported file":    {&test.DependencyMessage{IsActive: true, TestMesssage: &test.TestMessage{TestString: "ab"}}, &test.DependencyMessage{}},
		"a cycle":             {&test.LinkedList{Value: 7, Next: &test.LinkedList{Value: 8}}, &test.LinkedList{}},
	}
	for name, location := range locations {
		for shape, sample := range values {
			t.Run(shape+" "+name, func(t *testing.T) {
				topic := subjectOf(t)
				writer := must[*protobuf.Serializer](t)(protobuf.NewSerializer(confluent(t, ""), serde.ValueSerde, protobuf.NewSerializerConfig()))
				writer.SchemaIDSerializer = location.write
				reader := must[*protobuf.Deserializer](t)(protobuf.NewDeserializer(confluent(t, ""), serde.ValueSerde, protobuf.NewDeserializerConfig()))
				if err := reader.ProtoRegistry.RegisterMessage(sample.into.ProtoReflect().Type()); err != nil {
					t.Fatal(err)
				}
				into := proto.Clone(sample.into)
				roundTrip(t, topic, writer, reader, sample.value, into, location.inHeader)
				same(t, "value", proto.Equal(into, sample.value), true)
			})
		}
	}
}
