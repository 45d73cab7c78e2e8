package io.swiveljdbc.testkit;

/** Whether there is what containers take, asked without touching a class that may be missing. */
final class ContainerSupport {
  private static final String TESTCONTAINERS = "org.testcontainers.containers.GenericContainer";

  private ContainerSupport() {}

  static void require() {
    try {
      Class<?> unused =
          Class.forName(TESTCONTAINERS, false, ContainerSupport.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new LocalClusterException(
          "Testcontainers is not on the class path: a cluster in containers needs"
              + " org.testcontainers:testcontainers",
          e);
    }
  }
}
