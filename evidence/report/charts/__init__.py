"""Charts drawn by hand as inline SVG.

Every chart is a stack of strips, one per row, as wide as the page gives: positions are percentages, so that type keeps
its size on a phone. Names of rows stand beside or above the strips, in HTML, where they can wrap.
"""
