package io.shortener.retries;

import io.shortener.http.Tagged;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Optional;
import org.glassfish.jersey.message.MessageBodyWorkers;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a route's method returned as Jersey would after it: an answer can be kept only if
 * every byte of it is there before the transaction ends.
 */
final class AnswerBodies {
  private final Method method;

  AnswerBodies(Method method) {
    this.method = method;
  }

  /** The same as an answer, whatever the method returned. */
  static Response response(@Nullable Object returned) {
    if (returned instanceof Response answer) {
      return answer;
    }
    return returned == null ? Response.noContent().build() : Response.ok(returned).build();
  }

  /** Writes the answer's body, and completes its headers. */
  Answer write(Response answer, MessageBodyWorkers workers) throws IOException {
    Spool body = new Spool();
    try {
      if (answer.hasEntity()) {
        write(answer, workers, body);
      }
      return Answer.of(answer, body);
    } catch (IOException | RuntimeException e) {
      body.discard();
      throw e;
    }
  }

  @SuppressWarnings("unchecked")
  private void write(Response answer, MessageBodyWorkers workers, Spool body) throws IOException {
    Object entity = answer.getEntity();
    MediaType mediaType = Optional.ofNullable(answer.getMediaType()).orElseGet(this::produced);
    answer.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, mediaType);
    if (entity instanceof Tagged subject) {
      answer.getHeaders().putSingle(HttpHeaders.ETAG, subject.versionTag().toString());
    }
    Class<Object> type = (Class<Object>) entity.getClass();
    Type declared = method.getGenericReturnType();
    Type genericType = Response.class.equals(declared) ? type : declared;
    Annotation[] annotations = method.getAnnotations();
    MessageBodyWriter<Object> writer =
        workers.getMessageBodyWriter(type, genericType, annotations, mediaType);
    writer.writeTo(entity, type, genericType, annotations, mediaType, answer.getHeaders(), body);
  }

  private MediaType produced() {
    return Optional.ofNullable(method.getAnnotation(Produces.class))
        .or(() -> Optional.ofNullable(method.getDeclaringClass().getAnnotation(Produces.class)))
        .map(produces -> MediaType.valueOf(produces.value()[0]))
        .orElse(MediaType.APPLICATION_JSON_TYPE);
  }
}
