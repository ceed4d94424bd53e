"""The lab in the browser: JupyterLite beside the book, with nothing installed.

``make browser-lab`` (``regecon lab``) puts it into ``lab/`` of the built book.

- ``pyodide`` gathers the browser's Python and writes the list of its wheels, the lock;
- ``contents`` lays out the notebooks as they lie on disk;
- ``site`` builds JupyterLite from both and adds the page's own script;
- ``browser`` runs in the browser's Python: it fetches large libraries when first imported;
"""
