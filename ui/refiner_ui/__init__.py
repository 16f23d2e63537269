"""The mentee's and mentor's pages; only the shelf stands so far, the pages come with their own issue."""
