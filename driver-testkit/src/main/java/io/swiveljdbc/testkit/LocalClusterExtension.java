package io.swiveljdbc.testkit;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts, heals and closes the cluster of a test class. */
abstract class LocalClusterExtension<C extends LocalCluster>
    implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback, ParameterResolver {
  private static final String CLUSTER = "cluster";

  private final Class<C> type;

  LocalClusterExtension(Class<C> type) {
    this.type = type;
  }

  /** Starts the cluster that a test class asks for. */
  abstract C start(Class<?> test);

  @Override
  public final void beforeAll(ExtensionContext context) {
    // A nested class finds the cluster of the class around it.
    if (store(context).get(CLUSTER) == null) {
      store(context).put(CLUSTER, start(context.getRequiredTestClass()));
    }
  }

  @Override
  public final void beforeEach(ExtensionContext context) {
    cluster(context).heal();
  }

  @Override
  public final void afterAll(ExtensionContext context) {
    // Removes only what this very context has put.
    C cluster = store(context).remove(CLUSTER, type);
    if (cluster != null) {
      cluster.close();
    }
  }

  /** By its own type, or as a {@link LocalCluster} whatever it is. */
  @Override
  public final boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> wanted = parameter.getParameter().getType();
    return wanted == type || wanted == LocalCluster.class;
  }

  @Override
  public final Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return cluster(context);
  }

  private C cluster(ExtensionContext context) {
    return store(context).get(CLUSTER, type);
  }

  private Store store(ExtensionContext context) {
    return context.getStore(Namespace.create(LocalClusterExtension.class, type));
  }
}
