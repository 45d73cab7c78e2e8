package io.swiveljdbc.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a JUnit 5 class one {@link MysqlCluster}, as {@link WithPostgres} does with
 * PostgreSQL: started before the first test, {@linkplain MysqlCluster#heal healed} before each, and
 * closed after the last.
 *
 * <pre>{@code
 * @WithMysql(readers = 2)
 * class FailoverTest {
 *   @Test
 *   void goesOnWhenTheWriterDies(MysqlCluster cluster) {
 *     cluster.kill(cluster.writer());
 *     cluster.failOver();
 *     ...
 *   }
 * }
 * }</pre>
 *
 * <p>The attributes are those of {@link MysqlClusterBuilder}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(MysqlClusterExtension.class)
public @interface WithMysql {
  /** How many readers stand beside the writer. */
  int readers() default 2;

  /** An image to run each server in a container of; empty for servers on this machine. */
  String image() default "";

  /** Whether a commit waits until a reader has it. */
  boolean synchronous() default true;

  /** Whether the servers form a group instead of following a source. */
  boolean groupReplication() default false;

  /** Whether the servers are MariaDB's. */
  boolean mariadb() default false;

  /** Whether URLs demand TLS. */
  boolean tls() default false;

  /** An ordinary user, to be created with {@link #password}; empty for the superuser. */
  String user() default "";

  /** The ordinary user's password. */
  String password() default "";

  /** The database in the URLs, created if need be. */
  String database() default "test";
}
