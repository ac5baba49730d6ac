package io.shortener.reference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds out what Jackson makes of a type, so that no document has to repeat it. */
final class RecordSchemas {
  private final SerializationConfig config = JsonText.MAPPER.getSerializationConfig();

  Schema of(Class<?> type) {
    return of(config.constructType(type));
  }

  private Schema of(JavaType type) {
    Class<?> raw = type.getRawClass();
    if (raw == String.class) {
      return Schema.text();
    }
    if (raw == long.class || raw == Long.class || raw == int.class) {
      return Schema.integer(0, raw == int.class ? Integer.MAX_VALUE : Long.MAX_VALUE);
    }
    if (raw == boolean.class) {
      return Schema.flag();
    }
    if (raw == Instant.class) {
      return Schema.time();
    }
    if (raw.isEnum()) {
      return Schema.word(
          Stream.of(raw.getEnumConstants())
              .map(word -> JsonText.MAPPER.convertValue(word, String.class))
              .toArray(String[]::new));
    }
    if (type.isCollectionLikeType()) {
      return Schema.list(of(type.getContentType()));
    }
    if (raw.isRecord()) {
      return ofRecord(type);
    }
    throw new IllegalArgumentException("It is not known what " + raw + " becomes in JSON");
  }

  private Schema ofRecord(JavaType type) {
    Schema schema = Schema.object();
    for (BeanPropertyDefinition field : config.introspect(type).findProperties()) {
      AnnotatedMember member = field.getAccessor();
      if (config.getAnnotationIntrospector().findUnwrappingNameTransformer(member) != null) {
        schema.and(of(member.getType()));
        continue;
      }
      Schema value =
          member.hasAnnotation(JsonRawValue.class) ? Schema.object() : of(member.getType());
      boolean isNullable = isNullable(type.getRawClass(), field.getInternalName());
      if (isNullable && leavesOutNull(type.getRawClass())) {
        schema.optional(field.getName(), value);
      } else {
        schema.required(field.getName(), isNullable ? value.orNull() : value);
      }
    }
    return schema;
  }

  private static boolean isNullable(Class<?> type, String component) {
    return Arrays.stream(type.getRecordComponents())
        .filter(candidate -> candidate.getName().equals(component))
        .anyMatch(found -> found.getAnnotatedType().isAnnotationPresent(Nullable.class));
  }

  private static boolean leavesOutNull(Class<?> type) {
    JsonInclude rule = type.getAnnotation(JsonInclude.class);
    return rule != null && rule.value() == JsonInclude.Include.NON_NULL;
  }
}
