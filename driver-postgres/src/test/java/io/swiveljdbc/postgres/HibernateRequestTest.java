package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole requests of Hibernate without Spring, over every pool. */
@WithPostgres(readers = 1)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HibernateRequestTest {

  private final PostgresCluster cluster;
  private Goods goods;

  HibernateRequestTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void empty() throws SQLException {
    goods = Goods.none(cluster);
  }

  private static SessionFactory hibernate(DataSource pool) {
    return new Configuration()
        .addAnnotatedClass(Good.class)
        .setProperty(AvailableSettings.HBM2DDL_AUTO, "none")
        .buildSessionFactory(
            new StandardServiceRegistryBuilder()
                .applySettings(Map.of(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool))
                .build());
  }

  /** A session that outlives its transactions, as an open session in view does. */
  @ParameterizedTest
  @EnumSource(Pool.class)
  void oneSessionReadsAndWritesByTurns(Pool pool) throws Exception {
    try (Lent connections = Lent.by(pool, cluster)) {
      try (SessionFactory factory = hibernate(connections.source());
          Session session = factory.openSession()) {
        write(session, 1);
        assertThat(read(session)).isTrue();
        write(session, 2);
        assertThatThrownBy(() -> write(session, 2));
        session.clear();
        assertThat(read(session)).isTrue();
        write(session, 3);
      }
      connections.areClean();
    }
    assertThat(goods.stored()).isEqualTo("1 2 3");
  }

  private static void write(Session session, int id) {
    session.doWork(connection -> connection.setReadOnly(false));
    session.beginTransaction();
    try {
      session.persist(new Good(id));
      session.flush();
      assertThat(onReader(session)).isFalse();
      session.getTransaction().commit();
    } catch (RuntimeException e) {
      session.getTransaction().rollback();
      throw e;
    }
  }

  private static boolean read(Session session) {
    session.doWork(connection -> connection.setReadOnly(true));
    session.beginTransaction();
    boolean onReader = onReader(session);
    session.getTransaction().commit();
    return onReader;
  }

  private static boolean onReader(Session session) {
    return session.createNativeQuery(Goods.ON_READER, Boolean.class).getSingleResult();
  }
}
