"""A Jupyter server extension that sends small messages to the page at once, and serves widgets to VS Code.

The server leaves Nagle's algorithm on, which holds the many small messages of widgets back for some 40 ms. The
handler it touches is private to jupyter_server: where it has changed, nothing is done and everything else works.

Editors that are connected to a server look for the widgets' views under /nbextensions, which JupyterLab's does not have.
"""


def _jupyter_server_extension_points():
    return [{"module": "miniscope_lab_server"}]


def _load_jupyter_server_extension(app):
    _serve_nbextensions(app)
    _send_at_once(app)


def _serve_nbextensions(app):
    from jupyter_core.paths import jupyter_path
    from jupyter_server.base.handlers import FileFindHandler
    from jupyter_server.utils import url_path_join

    pattern = url_path_join(app.web_app.settings["base_url"], r"/nbextensions/(.*)")
    folders = {"path": jupyter_path("nbextensions"), "no_cache_paths": ["/"]}
    app.web_app.add_handlers(".*$", [(pattern, FileFindHandler, folders)])


def _send_at_once(app):
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
