package io.swiveljdbc.behaviour;

import io.swiveljdbc.testkit.LocalCluster;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One cluster of each kind, started when it is first needed, for all classes that this JVM runs,
 * and closed after the last one.
 */
final class StartedClusters implements AutoCloseable {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(StartedClusters.class);

  private final Map<ClusterKind, LocalCluster> clusters = new EnumMap<>(ClusterKind.class);

  private StartedClusters() {}

  static LocalCluster get(ExtensionContext context, ClusterKind kind) {
    return context
        .getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .getOrComputeIfAbsent(
            StartedClusters.class, c -> new StartedClusters(), StartedClusters.class)
        .get(kind);
  }

  private synchronized LocalCluster get(ClusterKind kind) {
    return clusters.computeIfAbsent(kind, ClusterKind::start);
  }

  /** Closes those that run; whoever needs one later gets another. */
  static void closeAll(ExtensionContext context) {
    StartedClusters started =
        context
            .getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, NAMESPACE)
            .get(StartedClusters.class, StartedClusters.class);
    if (started != null) {
      started.close();
    }
  }

  @Override
  public synchronized void close() {
    clusters.values().forEach(LocalCluster::close);
    clusters.clear();
  }
}
