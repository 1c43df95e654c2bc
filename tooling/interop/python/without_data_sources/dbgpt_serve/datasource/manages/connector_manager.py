class ConnectorManager:
    """Upstream's imports every data source there is, a hundred packages, for registries in a database."""

    def __init__(self, system_app):
        pass

    def on_init(self):
        pass
