import static java.util.Map.of;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.cloud.stream.schema.registry.SchemaNotFoundException;
import org.springframework.cloud.stream.schema.registry.SchemaReference;
import org.springframework.cloud.stream.schema.registry.SchemaRegistrationResponse;
import org.springframework.cloud.stream.schema.registry.avro.AvroSchemaRegistryClientMessageConverter;
import org.springframework.cloud.stream.schema.registry.avro.AvroSchemaServiceManagerImpl;
import org.springframework.cloud.stream.schema.registry.avro.DefaultSubjectNamingStrategy;
import org.springframework.cloud.stream.schema.registry.client.ConfluentSchemaRegistryClient;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.util.MimeType;
import org.springframework.web.client.HttpClientErrorException;

/**
 * Spring Cloud Stream's own client and its message converter against a running registry, named by CONCORDAT_URL. Prints
 * `N passed, M failed`.
 */
public final class SpringPeers {
  private static final String URL = System.getenv("CONCORDAT_URL");
  private static final long RUN = System.nanoTime();

  private static final String USER =
      "{\"type\":\"record\",\"name\":\"User\",\"namespace\":\"ex\",\"fields\":[{\"name\":\"id\",\"type\":\"int\"}]}";
  private static final String USER_NEXT =
      "{\"type\":\"record\",\"name\":\"User\",\"namespace\":\"ex\",\"fields\":"
          + "[{\"name\":\"id\",\"type\":\"int\"},{\"name\":\"nick\",\"type\":[\"null\",\"string\"],\"default\":null}]}";
  private static final String USER_BROKEN =
      "{\"type\":\"record\",\"name\":\"User\",\"namespace\":\"ex\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"}]}";

  interface Body {
    void run() throws Exception;
  }

  private static ConfluentSchemaRegistryClient connect() {
    ConfluentSchemaRegistryClient client = new ConfluentSchemaRegistryClient();
    client.setEndpoint(URL);
    return client;
  }

  private static void same(Object got, Object want) {
    if (!got.equals(want)) throw new AssertionError("got " + got + ", want " + want);
  }

  private static Throwable failure(Body body) {
    try {
      body.run();
    } catch (Throwable error) {
      return error;
    }
    throw new AssertionError("nothing was refused");
  }

  private static void schemasAreRegisteredAndFetched() {
    String subject = "spring-" + RUN;
    SchemaRegistrationResponse first = connect().register(subject, "avro", USER);
    same(first.getSchemaReference(), new SchemaReference(subject, 1, "avro"));
    same(connect().register(subject, "avro", USER).getId(), first.getId());
    // This client takes the number of versions for the version.
    same(connect().register(subject, "avro", USER_NEXT).getSchemaReference().getVersion(), 2);
    same(connect().fetch(first.getId()), USER);
    same(connect().fetch(new SchemaReference(subject, 2, "avro")), USER_NEXT);
  }

  private static void errorsAreUnderstood() {
    String subject = "spring-errors-" + RUN;
    connect().register(subject, "avro", USER);
    HttpClientErrorException refused =
        (HttpClientErrorException) failure(() -> connect().register(subject, "avro", USER_BROKEN)).getCause();
    same(refused.getStatusCode().value(), 409);
    same(refused.getResponseBodyAs(Map.class).get("error_code"), 40901);
    same(failure(() -> connect().fetch(2_000_000_000)).getClass(), SchemaNotFoundException.class);
    SchemaReference unknown = new SchemaReference("spring-nowhere", 1, "avro");
    same(failure(() -> connect().fetch(unknown)).getClass(), SchemaNotFoundException.class);
  }

  /** The converter takes the record's name for the subject. */
  private static String ownName(String text) {
    return text.replace("\"User\"", "\"User" + RUN + "\"");
  }

  private static AvroSchemaRegistryClientMessageConverter converter() throws Exception {
    AvroSchemaRegistryClientMessageConverter converter =
        new AvroSchemaRegistryClientMessageConverter(
            connect(), new NoOpCacheManager(), new AvroSchemaServiceManagerImpl());
    converter.setDynamicSchemaGenerationEnabled(true);
    converter.setReaderSchema(new ByteArrayResource(ownName(USER_NEXT).getBytes()));
    converter.setSubjectNamingStrategy(new DefaultSubjectNamingStrategy());
    converter.afterPropertiesSet();
    return converter;
  }

  private static void messagesTravel() throws Exception {
    GenericRecord user = new GenericData.Record(new Schema.Parser().parse(ownName(USER)));
    user.put("id", 7);
    MessageHeaders headers =
        new MessageHeaders(of(MessageHeaders.CONTENT_TYPE, new MimeType("application", "*+avro")));
    Message<?> written = converter().toMessage(user, headers);
    same(((byte[]) written.getPayload()).length, 1);
    Object type = written.getHeaders().get(MessageHeaders.CONTENT_TYPE);
    same(type.toString().endsWith(".v1+avro"), true);
    Object read = converter().fromMessage(written, GenericRecord.class);
    same(read.toString(), "{\"id\": 7, \"nick\": null}");
  }

  public static void main(String[] arguments) {
    Map<String, Body> tests = new LinkedHashMap<>();
    tests.put("schemas are registered and fetched", SpringPeers::schemasAreRegisteredAndFetched);
    tests.put("errors are understood", SpringPeers::errorsAreUnderstood);
    tests.put("messages travel", SpringPeers::messagesTravel);
    List<String> failed = new ArrayList<>();
    tests.forEach(
        (name, body) -> {
          try {
            body.run();
          } catch (Throwable error) {
            failed.add(name);
            System.out.println("FAILED " + name + ": " + error);
            error.printStackTrace(System.out);
          }
        });
    System.out.println((tests.size() - failed.size()) + " passed, " + failed.size() + " failed");
    System.exit(failed.isEmpty() ? 0 : 1);
  }
}
