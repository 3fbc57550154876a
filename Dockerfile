# syntax=docker/dockerfile:1
FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml .
COPY .mvn .mvn
RUN mvn -q -B -ntp dependency:go-offline
COPY src src
COPY .github/CHANGELOG.md .github/CHANGELOG.md
RUN mvn -q -B -ntp -Dmaven.test.skip=true package \
 && jlink --strip-debug --no-header-files --no-man-pages --compress zip-6 --output /runtime \
      --add-modules java.base,java.compiler,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.crypto.ec,jdk.management,jdk.naming.dns,jdk.unsupported,jdk.zipfs

FROM debian:stable-slim
# setpriv and unshare (util-linux) are in the base image: the embedded PostgreSQL uses them, and only when no DATABASE_URL is given
RUN useradd --system --uid 10001 --create-home --home-dir /srv/engagement engagement
WORKDIR /srv/engagement
COPY --from=build /runtime /opt/java
COPY --from=build /build/target/lib lib
COPY --from=build /build/target/engagement.jar .
COPY conf conf
RUN mkdir data && chown -R engagement .
USER engagement
# one training run, ended by itself, so that each start of the container loads classes from the cache
RUN PORT=0 SANDBOX=true SANDBOX_PORT=0 DATA_DIR=/tmp/training /opt/java/bin/java -XX:AOTCacheOutput=engagement.aot -XX:+ExitOnOutOfMemoryError -XX:+UseCompactObjectHeaders \
      -jar engagement.jar rehearse \
 && rm -rf /tmp/training
ENV HOST=0.0.0.0 PORT=8000 LOG_FORMAT=json DATA_DIR=/srv/engagement/data
EXPOSE 8000
VOLUME /srv/engagement/data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${PORT} && printf 'GET /health/live HTTP/1.0\\r\\n\\r\\n' >&3 && head -1 <&3 | grep -q 200"]
ENTRYPOINT ["/opt/java/bin/java", "-XX:AOTCache=engagement.aot", "-XX:+ExitOnOutOfMemoryError", "-XX:+UseCompactObjectHeaders", "-XX:MaxRAMPercentage=70", "-jar", "engagement.jar"]
