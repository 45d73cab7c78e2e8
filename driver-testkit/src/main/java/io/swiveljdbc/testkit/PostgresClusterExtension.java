package io.swiveljdbc.testkit;

import org.junit.platform.commons.support.AnnotationSupport;

/** Starts, heals and closes the cluster of a test class; see {@link WithPostgres}. */
public final class PostgresClusterExtension extends LocalClusterExtension<PostgresCluster> {

  /** For JUnit. */
  public PostgresClusterExtension() {
    super(PostgresCluster.class);
  }

  @Override
  PostgresCluster start(Class<?> test) {
    PostgresClusterBuilder builder = PostgresCluster.builder();
    AnnotationSupport.findAnnotation(test, WithPostgres.class)
        .ifPresent(
            wanted -> {
              builder.readers(wanted.readers());
              builder.synchronous(wanted.synchronous()).tls(wanted.tls());
              builder.database(wanted.database());
              if (!wanted.image().isEmpty()) {
                builder.image(wanted.image());
              }
              if (!wanted.user().isEmpty()) {
                builder.user(wanted.user(), wanted.password());
              }
            });
    return builder.start();
  }
}
