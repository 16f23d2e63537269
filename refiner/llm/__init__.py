"""Language models behind one small port; each adapter is imported only when it is used."""
