package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.hibernate.Version;
import org.junit.jupiter.api.Test;
import org.mybatis.spring.SqlSessionTemplate;
import org.springframework.core.SpringVersion;

/**
 * The build names two lines of the frameworks and runs tests above each. A class path on which the
 * wrong one comes first would be seen nowhere else.
 */
class FrameworkVersionsTest {

  @Test
  void theFrameworksAreThoseThatTheBuildNames() {
    assertThat(SpringVersion.getVersion()).isEqualTo(System.getProperty("tested.spring"));
    assertThat(Version.getVersionString()).isEqualTo(System.getProperty("tested.hibernate"));
    assertThat(
            SqlSessionTemplate.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .endsWith("-" + System.getProperty("tested.mybatis-spring") + ".jar");
  }
}
