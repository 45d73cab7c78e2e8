package io.swiveljdbc.testkit;

@NeedsImage("mysql:9.7")
@WithMysql(
    readers = 0,
    tls = true,
    user = "shop",
    password = "s&cret",
    database = "shop",
    image = "mysql:9.7")
final class ContainerMysqlLoginTest extends MysqlLoginTest {}
