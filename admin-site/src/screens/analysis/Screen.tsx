export const ConsultationsScreen = () => null;
export const VisitsScreen = () => null;
