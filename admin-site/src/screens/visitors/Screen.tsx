export const VisitorsScreen = () => null;
