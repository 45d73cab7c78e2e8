package io.swiveljdbc.testkit;

import org.junit.platform.commons.support.AnnotationSupport;

/** Starts, heals and closes the cluster of a test class; see {@link WithMysql}. */
public final class MysqlClusterExtension extends LocalClusterExtension<MysqlCluster> {

  /** For JUnit. */
  public MysqlClusterExtension() {
    super(MysqlCluster.class);
  }

  @Override
  MysqlCluster start(Class<?> test) {
    MysqlClusterBuilder builder = MysqlCluster.builder();
    AnnotationSupport.findAnnotation(test, WithMysql.class)
        .ifPresent(
            wanted -> {
              builder.readers(wanted.readers()).synchronous(wanted.synchronous());
              builder.groupReplication(wanted.groupReplication()).mariadb(wanted.mariadb());
              builder.tls(wanted.tls());
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
