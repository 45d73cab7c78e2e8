package io.swiveljdbc.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a JUnit 5 class one {@link PostgresCluster}, as a parameter of test methods,
 * lifecycle methods and constructors. It is started before the first test, {@linkplain
 * PostgresCluster#heal healed} before each, and closed after the last. Data is kept from test to
 * test, and so is who became the writer. Nested classes share it.
 *
 * <pre>{@code
 * @WithPostgres(readers = 2)
 * class FailoverTest {
 *   @Test
 *   void goesOnWhenTheWriterDies(PostgresCluster cluster) {
 *     cluster.kill(cluster.writer());
 *     cluster.failOver();
 *     ...
 *   }
 * }
 * }</pre>
 *
 * <p>The attributes are those of {@link PostgresClusterBuilder}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(PostgresClusterExtension.class)
public @interface WithPostgres {
  /** How many readers stand beside the writer. */
  int readers() default 2;

  /** An image to run each server in a container of; empty for servers on this machine. */
  String image() default "";

  /** Whether a commit waits until a reader has it. */
  boolean synchronous() default true;

  /** Whether the servers offer TLS. */
  boolean tls() default false;

  /** An ordinary user, to be created with {@link #password}; empty for the superuser. */
  String user() default "";

  /** The ordinary user's password. */
  String password() default "";

  /** The database in the URLs, created if need be. */
  String database() default "postgres";
}
