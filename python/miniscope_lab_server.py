"""A Jupyter server extension that sends small messages to the page at once.

The server leaves Nagle's algorithm on, which holds the many small messages of widgets back for some 40 ms. The
handler it touches is private to jupyter_server: where it has changed, nothing is done and everything else works.
"""


def _jupyter_server_extension_points():
    return [{"module": "miniscope_lab_server"}]


def _load_jupyter_server_extension(app):
    try:
        from jupyter_server.services.kernels.websocket import KernelWebsocketHandler

        opened = KernelWebsocketHandler.open
    except (ImportError, AttributeError) as error:
        app.log.info("miniscope-lab: small messages may be slow, as this server has no such handler (%s)", error)
        return

    def open_without_delay(self, *args, **kwargs):
        try:
            self.set_nodelay(True)
        except Exception as error:
            app.log.info("miniscope-lab: small messages may be slow (%s)", error)
        return opened(self, *args, **kwargs)

    KernelWebsocketHandler.open = open_without_delay
