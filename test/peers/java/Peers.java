import static java.util.Map.of;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.Config;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.Metadata;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.Rule;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.RuleKind;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.RuleMode;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.RuleSet;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.requests.RegisterSchemaRequest;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.shaded.org.apache.avro.Schema;
import org.apache.flink.formats.avro.registry.confluent.ConfluentSchemaRegistryCoder;

/**
 * The Java client, as Apache Flink ships it (7.5, in packages of its own), against a running registry, named by
 * CONCORDAT_URL. Prints `N passed, M failed`.
 */
public final class Peers {
  private static final String URL = System.getenv("CONCORDAT_URL");
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final long RUN = System.nanoTime();
  private static final Map<String, String> NO_HEADERS = RestService.DEFAULT_REQUEST_PROPERTIES;

  private static final String USER =
      "{\"type\":\"record\",\"name\":\"User\",\"namespace\":\"ex\",\"fields\":[{\"name\":\"id\",\"type\":\"int\"}]}";
  private static final String USER_NEXT =
      "{\"type\":\"record\",\"name\":\"User\",\"namespace\":\"ex\",\"fields\":"
          + "[{\"name\":\"id\",\"type\":\"int\"},{\"name\":\"nick\",\"type\":[\"null\",\"string\"],\"default\":null}]}";
  private static final String USER_BROKEN =
      "{\"type\":\"record\",\"name\":\"User\",\"namespace\":\"ex\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"}]}";
  private static final String GROUP =
      "{\"type\":\"record\",\"name\":\"Group\",\"namespace\":\"ex\",\"fields\":[{\"name\":\"head\",\"type\":\"User\"}]}";
  private static final String PROTO = "syntax = \"proto3\";\npackage ex;\n\nmessage Person {\n  int32 id = 1;\n}\n";
  private static final String PERSON = "{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"integer\"}}}";

  interface Body {
    void run() throws Exception;
  }

  private static String unique(String prefix) {
    return prefix + "-" + RUN + "-" + COUNT.incrementAndGet();
  }

  private static SchemaRegistryClient connect() {
    return new CachedSchemaRegistryClient(
        URL, 100, of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "someone:secret"));
  }

  private static void same(Object got, Object want) {
    if (!got.equals(want)) throw new AssertionError("got " + got + ", want " + want);
  }

  private static void refused(int status, int code, Body body) throws Exception {
    try {
      body.run();
    } catch (RestClientException error) {
      same(List.of(error.getStatus(), error.getErrorCode()), List.of(status, code));
      return;
    }
    throw new AssertionError("nothing was refused, want " + code);
  }

  private static void subjectsLiveAndDie() throws Exception {
    SchemaRegistryClient client = connect();
    String subject = unique("java");
    int id = client.register(subject, new AvroSchema(USER), true);
    same(connect().register(subject, new AvroSchema(USER)), id);
    client.register(subject, new AvroSchema(USER_NEXT));
    SchemaRegistryClient fresh = connect();
    same(fresh.getId(subject, new AvroSchema(USER)), id);
    same(fresh.getVersion(subject, new AvroSchema(USER_NEXT), true), 2);
    same(fresh.getSchemaBySubjectAndId(subject, id).canonicalString(), USER);
    same(fresh.getSchemaById(id).canonicalString(), USER);
    same(fresh.getLatestSchemaMetadata(subject).getVersion(), 2);
    same(fresh.getSchemaMetadata(subject, 1).getId(), id);
    same(fresh.getByVersion(subject, 1, true).getId(), id);
    same(fresh.getAllVersions(subject), List.of(1, 2));
    same(fresh.getAllSubjectsById(id).contains(subject), true);
    same(fresh.getAllVersionsById(id).isEmpty(), false);
    same(fresh.getAllSubjectsByPrefix(subject).size(), 1);
    same(fresh.getSchemas(subject, false, true).size(), 1);
    same(client.deleteSchemaVersion(subject, "1"), 1);
    refused(404, 40402, () -> connect().getSchemaMetadata(subject, 1));
    same(connect().getSchemaMetadata(subject, 1, true).getId(), id);
    same(client.deleteSchemaVersion(subject, "1", true), 1);
    same(client.deleteSubject(subject), List.of(2));
    refused(404, 40404, () -> client.deleteSubject(subject));
    same(connect().getAllSubjects(true).contains(subject), true);
    same(client.deleteSubject(subject, true), List.of(2));
    refused(404, 40401, () -> connect().getLatestSchemaMetadata(subject));
  }

  private static void changesAreChecked() throws Exception {
    SchemaRegistryClient client = connect();
    String subject = unique("java");
    client.register(subject, new AvroSchema(USER));
    same(client.testCompatibility(subject, new AvroSchema(USER_NEXT)), true);
    same(client.testCompatibility(subject, new AvroSchema(USER_BROKEN)), false);
    same(client.testCompatibilityVerbose(subject, new AvroSchema(USER_BROKEN)).isEmpty(), false);
    refused(409, 40901, () -> client.register(subject, new AvroSchema(USER_BROKEN)));
    refused(422, 42201, () -> new RestService(URL).registerSchema("{\"type\":\"nothing\"}", subject));
    refused(404, 40403, () -> connect().getSchemaById(2_000_000_000));
    refused(404, 40403, () -> connect().getVersion(subject, new AvroSchema(USER_NEXT)));
  }

  private static void settingsAreKept() throws Exception {
    SchemaRegistryClient client = connect();
    String subject = unique("java");
    same(client.getCompatibility(null), "BACKWARD");
    refused(404, 40408, () -> client.getCompatibility(subject));
    same(client.updateCompatibility(subject, "FULL"), "FULL");
    Config config = new Config("NONE");
    config.setCompatibilityGroup("major");
    config.setNormalize(true);
    config.setDefaultMetadata(new Metadata(null, of("owner", "me"), null));
    client.updateConfig(subject, config);
    Config kept = client.getConfig(subject);
    same(kept.getCompatibilityLevel(), "NONE");
    same(kept.getCompatibilityGroup(), "major");
    same(kept.getDefaultMetadata().getProperties().get("owner"), "me");
    client.deleteConfig(subject);
    refused(404, 40408, () -> client.getConfig(subject));
  }

  private static void modesAreKept() throws Exception {
    SchemaRegistryClient client = connect();
    String subject = unique("java");
    same(client.getMode(), "READWRITE");
    refused(404, 40409, () -> client.getMode(subject));
    same(client.setMode("READONLY", subject), "READONLY");
    refused(422, 42205, () -> client.register(subject, new AvroSchema(USER)));
    same(client.setMode("IMPORT", subject, true), "IMPORT");
    int id = 1_500_000_000 + (int) (RUN % 1_000_000);
    String imported = "{\"type\":\"fixed\",\"name\":\"F\",\"size\":" + id + "}";
    same(client.register(subject, new AvroSchema(imported), 7, id), id);
    client.deleteMode(subject);
    same(connect().getSchemaMetadata(subject, 7).getId(), id);
  }

  private static void contractsAndReferencesAreKept() throws Exception {
    SchemaRegistryClient client = connect();
    String part = unique("java");
    String subject = unique("java");
    client.register(part, new AvroSchema(USER));
    Metadata metadata = new Metadata(of("**.head", Set.of("PII")), of("owner", "me"), Set.of("owner"));
    Rule rule =
        new Rule("check", "a doc", RuleKind.CONDITION, RuleMode.WRITE, "CEL", Set.of("PII"), of("a", "b"), "true", null, "DLQ", false);
    RuleSet rules = new RuleSet(null, List.of(rule));
    List<SchemaReference> references = List.of(new SchemaReference("ex.User", part, 1));
    AvroSchema written = new AvroSchema(GROUP, references, of("ex.User", USER), metadata, rules, null, false);
    int id = client.register(subject, written);
    AvroSchema kept = (AvroSchema) connect().getSchemaBySubjectAndId(subject, id);
    same(kept.canonicalString(), GROUP);
    same(kept.metadata(), metadata);
    same(kept.ruleSet().getDomainRules(), List.of(rule));
    same(kept.references(), references);
    same(connect().getLatestWithMetadata(subject, of("owner", "me"), false).getVersion(), 1);
    same(new RestService(URL).getReferencedBy(part, 1), List.of(id));
    refused(422, 42206, () -> client.deleteSchemaVersion(part, "1"));
  }

  private static void requestsAreAnswered() throws Exception {
    RestService rest = new RestService(URL);
    same(Set.copyOf(rest.getSchemaTypes()), Set.of("AVRO", "JSON", "PROTOBUF"));
    same(rest.getAllContexts().contains("."), true);
    same(rest.getClusterId().getId() != null, true);
    same(rest.getSchemaRegistryServerVersion().getVersion() != null, true);
    String subject = unique("java");
    RegisterSchemaRequest request = new RegisterSchemaRequest();
    request.setSchema(PROTO);
    request.setSchemaType("PROTOBUF");
    int id = rest.registerSchema(request, subject, false).getId();
    same(rest.lookUpSubjectVersion(request, subject, true, true).getVersion(), 1);
    same(rest.getId(id, subject).getSchemaString(), PROTO);
    same(rest.getId(id, subject).getSchemaType(), "PROTOBUF");
    same(rest.getId(id, subject, true).getMaxId() >= id, true);
    same(rest.testCompatibility(request, subject, null, true, true), List.of());
    same(rest.testCompatibility(request, subject, "latest", false, true), List.of());
    request.setSchema(PERSON);
    request.setSchemaType("JSON");
    String other = unique("java");
    same(rest.getId(rest.registerSchema(request, other, false).getId()).getSchemaString(), PERSON);
    // This client reads a bare text as JSON, whatever the format.
    same(rest.getVersionSchemaOnly(other, 1), PERSON);
    same(rest.getLatestVersionSchemaOnly(other), PERSON);
    same(rest.getMode(unique("java"), true).getMode(), "READWRITE");
    same(rest.getConfig(NO_HEADERS, unique("java"), true).getCompatibilityLevel(), "BACKWARD");
    rest.deleteSubject(NO_HEADERS, subject);
    same(rest.getDeletedOnlySubjects(subject), List.of(subject));
    same(rest.getAllVersions(NO_HEADERS, subject, true), List.of(1));
  }

  private static void contextsHaveIdsOfTheirOwn() throws Exception {
    String context = "." + unique("java");
    String subject = unique("java");
    SchemaRegistryClient inside = new CachedSchemaRegistryClient(URL + "/contexts/" + context, 100);
    same(inside.register(subject, new AvroSchema(USER)), 1);
    String qualified = ":" + context + ":" + subject;
    same(List.copyOf(inside.getAllSubjects()), List.of(qualified));
    same(connect().getLatestSchemaMetadata(qualified).getId(), 1);
    same(connect().getSchemaBySubjectAndId(qualified, 1).canonicalString(), USER);
    same(connect().register(qualified, new AvroSchema(USER)), 1);
  }

  private static void oddNamesAreTaken() throws Exception {
    SchemaRegistryClient client = connect();
    // This client percent-encodes no letter beyond ASCII as UTF-8: such names are not to be had through it.
    for (String odd : List.of("a/b c", "%2F", "a+b&c=d?e#f", "x;y=1", "__proto__", "a:b")) {
      String subject = unique(odd);
      client.register(subject, new AvroSchema(USER));
      same(client.getAllSubjects().contains(subject), true);
      same(client.updateCompatibility(subject, "NONE"), "NONE");
      same(client.deleteSubject(subject), List.of(1));
      same(client.deleteSubject(subject, true), List.of(1));
    }
  }

  private static void flinkWritesFrames() throws Exception {
    String subject = unique("java");
    Schema schema = new AvroSchema(USER_NEXT).rawSchema();
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    new ConfluentSchemaRegistryCoder(subject, connect()).writeSchema(schema, frame);
    same(frame.size(), 5);
    ByteArrayInputStream received = new ByteArrayInputStream(frame.toByteArray());
    same(new ConfluentSchemaRegistryCoder(connect()).readSchema(received), schema);
    same(connect().getLatestSchemaMetadata(subject).getVersion(), 1);
  }

  public static void main(String[] arguments) {
    Map<String, Body> tests = new LinkedHashMap<>();
    tests.put("subjects live and die", Peers::subjectsLiveAndDie);
    tests.put("changes are checked", Peers::changesAreChecked);
    tests.put("settings are kept", Peers::settingsAreKept);
    tests.put("modes are kept", Peers::modesAreKept);
    tests.put("contracts and references are kept", Peers::contractsAndReferencesAreKept);
    tests.put("requests are answered", Peers::requestsAreAnswered);
    tests.put("contexts have ids of their own", Peers::contextsHaveIdsOfTheirOwn);
    tests.put("odd names are taken", Peers::oddNamesAreTaken);
    tests.put("Flink writes frames", Peers::flinkWritesFrames);
    List<String> failed = new ArrayList<>();
    tests.forEach(
        (name, body) -> {
          try {
            body.run();
          } catch (Throwable error) {
            failed.add(name);
            System.out.println("FAILED " + name + ": " + error);
            Arrays.stream(error.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("Peers"))
                .forEach(frame -> System.out.println("  at " + frame));
          }
        });
    System.out.println((tests.size() - failed.size()) + " passed, " + failed.size() + " failed");
    System.exit(failed.isEmpty() ? 0 : 1);
  }
}
