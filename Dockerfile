# Builds the service, trains it for a fast start, and leaves an image with a Java runtime, the libraries
# in a layer of their own, and nothing that is not needed to run.

FROM maven:3.9.11-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml ./
RUN mvn -B -q dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=/build/lib
COPY config.yml ./
COPY fixtures fixtures
COPY src src
RUN mvn -B -q package -DskipTests
# The class path in one order: the trained cache fits no other.
RUN { printf '%s\n' -XX:MaxRAMPercentage=60 -XX:+UseG1GC -XX:+ExitOnOutOfMemoryError \
        --enable-native-access=ALL-UNNAMED; \
      printf -- '-cp /app/shortener.jar'; printf ':/app/%s' lib/*.jar; echo; } > java.options

FROM eclipse-temurin:25.0.1_8-jre-noble AS runtime
# The embedded PostgreSQL asks for its user's name.
RUN groupadd --gid 10001 shortener && \
    useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin shortener && \
    install -d -o 10001 -g 10001 -m 0700 /data
WORKDIR /app
COPY --from=build /build/lib lib
COPY --from=build /build/java.options ./
COPY --from=build /build/target/original-shortener.jar shortener.jar
COPY config.yml ./
# Numbers, so that whoever forbids root can see that it is none.
USER 10001:10001

# Runs the service for a moment and keeps what the JVM learnt of its classes: the same JVM, options
# and files must read it. The embedded database of the training is in no other layer.
FROM runtime AS training
COPY src/main/docker/train /train
RUN ["/bin/bash", "/train", "/tmp/shortener.aot"]

FROM runtime
COPY --from=training /tmp/shortener.aot shortener.aot

ARG VERSION=development
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Shortener" \
      org.opencontainers.image.description="A self-hosted URL shortener: a link always leads on, and a click is never lost." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

ENV DATA_DIR=/data \
    LOG_FORMAT=json
VOLUME /data
EXPOSE 8080 8081
# The service answers what it has accepted and brings its clicks home, for up to 30 seconds.
STOPSIGNAL SIGTERM
# The probe is a JVM: on a busy machine its own start takes seconds, while the service answers at once.
HEALTHCHECK --interval=5s --timeout=15s --start-period=60s --retries=3 \
  CMD ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx16m", \
       "-cp", "/app/shortener.jar", "io.shortener.startup.HealthProbe"]
ENTRYPOINT ["java", "-XX:AOTCache=/app/shortener.aot", "@/app/java.options", \
            "io.shortener.ShortenerApplication"]
CMD ["server", "/app/config.yml"]
