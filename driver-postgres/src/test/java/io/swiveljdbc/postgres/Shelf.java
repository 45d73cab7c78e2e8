package io.swiveljdbc.postgres;

import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Options.FlushCachePolicy;
import org.apache.ibatis.annotations.Select;

/** {@link Goods}, as MyBatis maps them. */
public interface Shelf {

  @Insert("INSERT INTO goods (id, name) VALUES (#{id}, 'new')")
  int put(int id);

  /** Asks the server each time: a session would answer what it was answered before. */
  @Select(Goods.ON_READER)
  @Options(flushCache = FlushCachePolicy.TRUE)
  boolean onReader();
}
