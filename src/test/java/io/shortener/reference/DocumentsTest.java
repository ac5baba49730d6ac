package io.shortener.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dropwizard.core.setup.Environment;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The document for clients that know the service by different addresses. */
class DocumentsTest {
  private final Counting resource = new Counting();
  private final Documents documents = new Documents(catalogue(resource));

  @Test
  void documentIsWrittenOnceWhateverTheAddress() {
    for (int i = 0; i < 100; i++) {
      String address = "http://host" + i + ".example";

      assertThat(documents.json(address).versionTag())
          .isNotEqualTo(documents.yaml(address).versionTag());
    }
    assertThat(resource.asked).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://s.example/x", "http://[::1]:8080", "http://\"\\é: #{x}\u0085"})
  void bothFormsNameTheAddressAsItIs(String address) throws IOException {
    assertThat(server(new ObjectMapper(), documents.json(address))).isEqualTo(address);
    assertThat(server(new YAMLMapper(), documents.yaml(address))).isEqualTo(address);
  }

  private static String server(ObjectMapper form, Rendering document) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    document.write(bytes);
    return form.readTree(bytes.toByteArray()).at("/servers/0/url").asText();
  }

  private static Catalogue catalogue(Described resource) {
    Catalogue catalogue = new Catalogue(new Environment("test"));
    catalogue.register(resource);
    return catalogue;
  }

  /** Counts how often it is asked what it is. */
  @Path("/counting")
  public static final class Counting implements Described {
    private final AtomicInteger asked = new AtomicInteger();

    @GET
    public String count() {
      return "";
    }

    @Override
    public Description description() {
      asked.incrementAndGet();
      return new Description(Topic.SERVICE);
    }
  }
}
