package io.swiveljdbc.testkit;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Starts, heals and closes the cluster of a test class; see {@link WithPostgres}. */
public final class PostgresClusterExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(PostgresClusterExtension.class);
  private static final String CLUSTER = "cluster";

  /** For JUnit. */
  public PostgresClusterExtension() {}

  @Override
  public void beforeAll(ExtensionContext context) {
    // A nested class finds the cluster of the class around it.
    if (store(context).get(CLUSTER) == null) {
      store(context).put(CLUSTER, builder(context.getRequiredTestClass()).start());
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    cluster(context).heal();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    // Removes only what this very context has put.
    PostgresCluster cluster = store(context).remove(CLUSTER, PostgresCluster.class);
    if (cluster != null) {
      cluster.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == PostgresCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return cluster(context);
  }

  private static PostgresCluster cluster(ExtensionContext context) {
    return store(context).get(CLUSTER, PostgresCluster.class);
  }

  private static Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }

  private static PostgresClusterBuilder builder(Class<?> test) {
    PostgresClusterBuilder builder = PostgresCluster.builder();
    AnnotationSupport.findAnnotation(test, WithPostgres.class)
        .ifPresent(
            wanted -> {
              builder.readers(wanted.readers());
              builder.synchronous(wanted.synchronous()).tls(wanted.tls());
              builder.database(wanted.database());
              if (!wanted.user().isEmpty()) {
                builder.user(wanted.user(), wanted.password());
              }
            });
    return builder;
  }
}
