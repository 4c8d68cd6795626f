"""How many instances of each flow are under way: what a publish has to tell its builder."""

from sqlalchemy import Connection, func, select

from dougong.platform.instances.tables import flow_instance


def running_by_flow(connection: Connection, app: str) -> dict[str, int]:
    """How many instances of each flow go on; flows without any are left out."""
    table = flow_instance
    query = select(table.c.flow, func.count()).where(table.c.app == app, table.c.result.is_(None))
    return {str(flow): int(count) for flow, count in connection.execute(query.group_by(table.c.flow))}
